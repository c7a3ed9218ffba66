import { readFileSync } from 'node:fs';
import { parseRegion, ResourceDirectory, resourcesSchema } from './resource-directory.js';
import { cardMessage, closingSentence, crisisReply, resourceSentence } from './reviewed-texts.js';

const text = readFileSync(new URL('./resources.json', import.meta.url), 'utf8');
const { regions } = resourcesSchema.parse(JSON.parse(text));
const directory = new ResourceDirectory(undefined);

describe('resources', () => {
  it('fit their schema and cover every region', () => {
    expect(Object.keys(regions).sort()).toEqual(['CA', 'CN', 'GB', 'HK', 'IE', 'INTL', 'TW', 'US']);
    const ids = Object.values(regions).flatMap(({ entries }) => entries.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { entries } of Object.values(regions)) expect(entries[0]?.kind).toBe('emergency');
  });

  it('hold the reviewed numbers', () => {
    const phones = (region: keyof typeof regions) => regions[region].entries.map(({ phone }) => phone);
    expect(phones('CN')).toEqual(['120', '110', '12356', '010-82951332', '800-810-1117', '12355']);
    expect(phones('HK')).toEqual(['999', '18111', '2389 2222', '2896 0000', '2382 0000']);
    expect(phones('TW')).toEqual(['119', '110', '1925', '1995', '1980']);
    expect(phones('US')).toEqual(['911', '988', 'HOME → 741741']);
    expect(phones('GB')).toEqual(['999', '116 123', 'SHOUT → 85258']);
  });

  it('never hold what must not be printed', () => {
    expect(text).not.toMatch(/400-?821-?1215|12356-5/);
    const national = regions.CN.entries.find(({ phone }) => phone === '12356');
    expect(JSON.stringify(national)).not.toMatch(/24/);
    expect(JSON.stringify(regions.CN.line)).not.toMatch(/24/);
  });

  it('parse the region a request names', () => {
    expect(['cn', ' HK ', 'uk', 'intl'].map(parseRegion)).toEqual(['CN', 'HK', 'GB', 'INTL']);
    expect(['', 'FR', 5, null, undefined, {}, ['CN']].map(parseRegion)).toEqual(Array(7).fill(undefined));
  });

  it('are put in the order of the level', () => {
    expect(directory.resources('high', 'en', 'US').map(({ phone }) => phone)[0]).toBe('911');
    expect(directory.resources('low', 'en', 'US').map(({ phone }) => phone)[0]).toBe('988');
  });
});

describe('reviewed texts', () => {
  const words = (language: 'zh' | 'en') =>
    Object.values(regions).map(({ emergency, line }) => ({
      emergency: emergency[language],
      line: line[language],
    }));

  it.each(['zh', 'en'] as const)('begin the fixed reply with the emergency number (%s)', (language) => {
    for (const phrases of words(language)) {
      const reply = crisisReply(language, phrases);
      expect(reply.split('\n')[0]).toContain(phrases.emergency);
      expect(reply.indexOf(phrases.emergency)).toBeLessThan(40);
      expect(reply).toContain('AI');
      expect(reply).not.toMatch(/24/);
    }
  });

  it.each(['zh', 'en'] as const)('put the emergency number into the card of level high (%s)', (language) => {
    for (const phrases of words(language)) {
      expect(cardMessage('high', language, phrases)).toContain(phrases.emergency);
    }
  });

  it('give the resource line only where it was asked for', () => {
    const [phrases] = words('zh');
    if (!phrases) throw new Error('no region');
    const line = resourceSentence('zh', phrases);
    expect(closingSentence('dose', 'zh', line)).toContain('12356');
    expect(closingSentence('diagnosis', 'zh', undefined)).not.toContain('12356');
    expect(closingSentence('diagnosis', 'en', 'Call someone.')).toMatch(/ Call someone\.$/);
  });
});
