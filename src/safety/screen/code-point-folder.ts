import { simplifiedCharacters } from '../../platform/language/simplified-chinese.js';

const MARKS = /\p{M}/gu;
const MARK = /^\p{M}$/u;
const INVISIBLE = /^[\p{Cf}\p{Cc}\p{Co}\p{Cn}\u115F\u1160\u3164\uFFA0\u2800]$/u;
const SPACE = /^\s$/u;

/** Letters of other scripts that are drawn like Latin ones, after lower-casing. */
const CONFUSABLES = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    к: 'k',
    м: 'm',
    н: 'h',
    т: 't',
    в: 'b',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    ɡ: 'g',
    ӏ: 'l',
    һ: 'h',
    г: 'r',
    и: 'u',
    п: 'n',
    ь: 'b',
    ғ: 'f',
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    μ: 'm',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ω: 'w',
    γ: 'y',
    σ: 'o',
    ϲ: 'c',
    δ: 'd',
    λ: 'l',
    ı: 'i',
    ɩ: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ħ: 'h',
    ŧ: 't',
    ꮪ: 's',
    ꮯ: 'c',
    ᴀ: 'a',
    ʙ: 'b',
    ᴄ: 'c',
    ᴅ: 'd',
    ᴇ: 'e',
    ɢ: 'g',
    ʜ: 'h',
    ɪ: 'i',
    ᴊ: 'j',
    ᴋ: 'k',
    ʟ: 'l',
    ᴍ: 'm',
    ɴ: 'n',
    ᴏ: 'o',
    ᴘ: 'p',
    ʀ: 'r',
    ꜱ: 's',
    ᴛ: 't',
    ᴜ: 'u',
    ᴠ: 'v',
    ᴡ: 'w',
    ʏ: 'y',
    ᴢ: 'z',
    '🅰': 'a',
    '🅱': 'b',
    '🅾': 'o',
    '🅿': 'p',
  }),
);

/** Han characters the simplifier leaves alone, and pictures that stand for a word. */
const HAN_VARIANTS = new Map(
  Object.entries({
    著: '着',
    妳: '你',
    您: '你',
    牠: '它',
    祂: '他',
    薬: '药',
    殺: '杀',
    〇: ' ',
    '💀': '死',
    '☠': '死',
    '⚰': '死',
    '🪦': '死',
    '🔪': '刀',
    '🗡': '刀',
    '🔫': '枪',
    '💊': '药',
    '🩸': '血',
  }),
);

const MAX_EXPANSION = 4;
/** The unified ideographs: one symbol each, at most simplified. */
const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fff;

/**
 * One code point as the rules see it: compatibility form (NFKC), lower case, without marks, look-alike letters as
 * Latin, Han characters simplified. Empty for what nobody sees; one space for any white space. Folding each code
 * point alone, and not the whole text, keeps the cost linear whatever pile of combining marks is sent.
 */
export function foldCodePoint(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return codePoint >= FIRST_HAN && codePoint <= LAST_HAN ? foldPart(character) : fold(character);
}

/** A whole phrase folded the same way, for the rules themselves. */
export function foldPhrase(phrase: string): string {
  let folded = '';
  for (const character of phrase) folded += foldCodePoint(character.codePointAt(0) ?? 0);
  return folded;
}

function fold(character: string): string {
  if (SPACE.test(character)) return ' ';
  if (MARK.test(character) || INVISIBLE.test(character)) return '';
  const variant = HAN_VARIANTS.get(character);
  if (variant !== undefined) return variant;
  let folded = '';
  const lower = character.normalize('NFKC').toLowerCase().normalize('NFD').replace(MARKS, '');
  for (const part of lower) folded += foldPart(part);
  // One ligature can stand for a whole sentence of another script: no rule reads it, and it must not cost 18 characters.
  return folded.length > MAX_EXPANSION ? ' ' : folded;
}

function foldPart(part: string): string {
  const mapped = CONFUSABLES.get(part) ?? HAN_VARIANTS.get(part) ?? simplifiedCharacters.get(part) ?? part;
  return HAN_VARIANTS.get(mapped) ?? mapped;
}
