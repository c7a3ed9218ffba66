export type Language = 'zh' | 'en';

const HAN = /\p{Script=Han}/gu;
const LETTER = /\p{Script=Latin}/gu;

/**
 * The language a message is answered in: Chinese when Han characters carry at least a quarter of its letters (one Han
 * character says about as much as four Latin letters), else English. Text without letters keeps `fallback`.
 */
export function detectLanguage(text: string, fallback: Language = 'zh'): Language {
  const sample = text.length > 2000 ? text.slice(0, 2000) : text;
  const han = sample.match(HAN)?.length ?? 0;
  const latin = sample.match(LETTER)?.length ?? 0;
  if (han === 0 && latin === 0) return fallback;
  return han * 4 >= latin ? 'zh' : 'en';
}
