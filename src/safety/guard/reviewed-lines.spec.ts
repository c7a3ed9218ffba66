import { bookOf } from '../../llm/adapters/companion/compose-reply.js';
import { createSafety } from '../../../test/support/safety.js';

function allLines(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(allLines) : [];
}

const REGIONS = ['CN', 'HK', 'TW', 'US', 'CA', 'GB', 'IE', 'INTL'] as const;
const { service } = createSafety();

/** What of `texts` the guard would stop. */
function stopped(
  texts: readonly string[],
  level: 'none' | 'low' | 'medium',
  language: 'zh' | 'en',
): string[] {
  return texts.filter((text) => {
    const guard = service.createOutputGuard({ level, language, message: '嗯' });
    const said = guard.push(text) + guard.end();
    return guard.blocked || said !== text;
  });
}

describe.each(['zh', 'en'] as const)('reviewed lines (%s) pass the output guard', (language) => {
  it.each(['none', 'low', 'medium'] as const)('of the companion, at level %s', (level) => {
    const { unnamed: _unnamed, ...book } = bookOf(language);
    const lines = allLines(book);
    expect(lines.length).toBeGreaterThan(300);
    expect(stopped(lines, level, language)).toEqual([]);
  });

  it.each(['none', 'low', 'medium'] as const)('of this module, at level %s', (level) => {
    const texts = REGIONS.flatMap((region) => [
      service.resourceLine({ language, region }),
      service.fixedReply({ language, region }),
      ...(['low', 'medium', 'high'] as const).map(
        (of) => service.cardFor({ level: of, language, region })?.message ?? '',
      ),
    ]);
    expect(stopped(texts, level, language)).toEqual([]);
  });
});
