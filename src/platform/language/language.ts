export type Language = 'zh' | 'en';

const SAMPLE = 2000;
const FIRST_UNIFIED = 0x4e00;
const LAST_UNIFIED = 0x9fff;

/**
 * The language a message is answered in: Chinese when Han characters carry at least a quarter of its letters (one Han
 * character says about as much as four Latin letters), else English. Text without letters keeps `fallback`.
 */
export function detectLanguage(text: string, fallback: Language = 'zh'): Language {
  let han = 0;
  let latin = 0;
  const end = Math.min(text.length, SAMPLE);
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    // First what most Chinese texts are made of, so that they need not be asked all the rest.
    if (unit >= FIRST_UNIFIED && unit <= LAST_UNIFIED) han += 1;
    else if (isLatin(unit)) latin += 1;
    else if (isHan(unit)) han += 1;
  }
  if (han === 0 && latin === 0) return fallback;
  return han * 4 >= latin ? 'zh' : 'en';
}

function isLatin(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
  if (unit <= 0x24f)
    return (unit >= 0xc0 && unit !== 0xd7 && unit !== 0xf7) || unit === 0xaa || unit === 0xba;
  return (
    (unit >= 0x1e00 && unit <= 0x1eff) ||
    (unit >= 0xff21 && unit <= 0xff3a) ||
    (unit >= 0xff41 && unit <= 0xff5a)
  );
}

/** The unified blocks, 々, 〇, Suzhou numerals, compatibility forms, and the first half of the characters of planes 2 and 3. */
function isHan(unit: number): boolean {
  return (
    (unit >= FIRST_UNIFIED && unit <= LAST_UNIFIED) ||
    (unit >= 0x3400 && unit <= 0x4dbf) ||
    unit === 0x3005 ||
    unit === 0x3007 ||
    (unit >= 0x3021 && unit <= 0x3029) ||
    (unit >= 0x3038 && unit <= 0x303b) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    (unit >= 0xd840 && unit <= 0xd88d)
  );
}
