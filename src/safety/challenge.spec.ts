import {
  EXPECTATIONS,
  loadChallenge,
  scoreChallenge,
  turnsOf,
  type ChallengePhrase,
  type ChallengeScore,
} from '../../test/support/crisis-challenge.js';
import { createSafety } from '../../test/support/safety.js';
import { detectLanguage } from '../platform/language/language.js';
import { CrisisClassifier } from './classifier/crisis-classifier.js';
import { crisisModelPath } from './classifier/load-crisis-classifier.js';
import type { SafetyService } from './safety.service.js';
import type { RiskLevel } from './safety.types.js';

/** Measured on the whole set; a change that costs a level somewhere should be looked at. */
const EXACT_FLOOR = 0.98;

const phrases = loadChallenge();
/** What ships, and what is left when the model's file cannot be used. */
const screens: [string, SafetyService][] = [
  ['rules and classifier', createSafety({ classifier: CrisisClassifier.load(crisisModelPath()) }).service],
  ['rules alone', createSafety().service],
];

function judge(service: SafetyService, phrase: ChallengePhrase, index: number): RiskLevel {
  let level: RiskLevel = 'none';
  for (const message of turnsOf(phrase)) {
    level = service.screen({
      userScope: 'challenge',
      sessionId: `phrase-${index}`,
      message,
      otherTexts: [],
      language: detectLanguage(message),
    }).level;
  }
  return level;
}

describe('the crisis challenge set', () => {
  it('has hundreds of different phrases in both languages, of every level and both splits', () => {
    expect(new Set(phrases.map(({ text }) => text)).size).toBe(phrases.length);
    expect(phrases.length).toBeGreaterThanOrEqual(450);
    for (const lang of ['zh', 'en'] as const) {
      const own = phrases.filter((phrase) => phrase.lang === lang);
      expect(own.length).toBeGreaterThanOrEqual(200);
      expect(new Set(own.map(({ expect: level }) => level))).toEqual(new Set(EXPECTATIONS));
    }
    for (const { turns, text, split } of phrases) {
      expect(['tune', 'held']).toContain(split);
      if (turns) expect(text).toBe(turns.join(' '));
    }
  });
});

describe.each(screens)('the crisis challenge set, by %s', (_name, service) => {
  const judged = phrases.map((phrase, index) => ({ phrase, level: judge(service, phrase, index) }));
  const scores = new Map<string, ChallengeScore>([
    ['whole set', scoreChallenge(judged)],
    ['Chinese', scoreChallenge(judged.filter(({ phrase }) => phrase.lang === 'zh'))],
    ['English', scoreChallenge(judged.filter(({ phrase }) => phrase.lang === 'en'))],
  ]);

  it.each([...scores])('is met: %s', (_part, score) => {
    expect({ missed: score.missed, enough: score.recall >= 0.97 }).toMatchObject({ enough: true });
    expect({ alarmed: score.alarmed, few: score.falseAlarms <= 0.03 }).toMatchObject({ few: true });
  });

  it('agrees with the expected level nearly everywhere', () => {
    expect(scores.get('whole set')!.exact).toBeGreaterThanOrEqual(EXACT_FLOOR);
  });
});
