import { crisisRules } from '../rules/crisis-phrase-book.js';
import { enClasses } from '../rules/en-classes.js';
import { zhClasses } from '../rules/zh-classes.js';
import { atLeast } from '../safety.types.js';
import { CrisisScreen } from './crisis-screen.js';
import { literalsOf, readTemplate } from './phrase-template.js';

const WISHES = {
  compact: ['我想自杀', '我不想活了', '想死', '我要跳楼'],
  words: ['i want to die', 'i am going to kill myself', 'i want to kill myself'],
  pinyin: [],
} as const;

const screen = new CrisisScreen();
const isHeard = (text: string) => atLeast(screen.screen(text).level, 'medium');

/** Beginnings and ends of whatever the rule takes back: of each template, cut between any two of its parts. */
function piecesOf({ templates, script }: (typeof crisisRules)[number]): string[] {
  const isCompact = script === 'compact';
  const separator = isCompact ? '' : ' ';
  return templates.flatMap((template) => {
    const chain = readTemplate(template, isCompact ? zhClasses : enClasses);
    return [0, -1].flatMap((which) => {
      const words = chain.map((segment) => literalsOf(segment, separator).at(which)!);
      return words.flatMap((_, cut) => [
        words.slice(0, cut + 1).join(separator),
        words.slice(cut).join(separator),
      ]);
    });
  });
}

/** Every piece in the clause or sentence beside every wish; those in which the wish is not heard. */
function hidden(rules: typeof crisisRules, join: (piece: string, wish: string) => string): string[] {
  return rules.flatMap((rule) =>
    piecesOf(rule).flatMap((piece) =>
      WISHES[rule.script].map((wish) => join(piece, wish)).filter((text) => !isHeard(text)),
    ),
  );
}

const takingBack = crisisRules.filter(({ kind }) => kind === 'exclusion' || kind === 'soften');
const withinClause = takingBack.filter(({ acrossCommas }) => acrossCommas !== 'all');

describe('an exclusion in another clause', () => {
  it.each([
    ['the sentence before', (piece: string, wish: string) => `${piece}。${wish}`],
    ['the sentence behind', (piece: string, wish: string) => `${wish}。${piece}`],
  ])('takes no wish back: %s', (_where, join) => {
    expect(hidden(takingBack, join)).toEqual([]);
  });

  it.each([
    ['the clause before', (piece: string, wish: string) => `${piece}，${wish}`],
    ['the clause behind', (piece: string, wish: string) => `${wish}，${piece}`],
  ])('takes no wish back: %s', (_where, join) => {
    expect(hidden(withinClause, join)).toEqual([]);
  });

  it.each([
    '医生说是恶性肿瘤，我想自杀',
    '我是抑郁症患者想自杀',
    '我是配角想死',
    '每天打游戏我想自杀',
    '每天只会打游戏 想自杀',
    '我今晚要自杀，结束工作',
    'I want to die. Happy now?',
    'I want to kill myself, working two jobs and still broke',
    'Listening to our song. I want to die',
    'I cut myself on a bathroom floor again',
    'they are telling me to kill myself and I will',
  ])('takes no wish back: %s', (text) => {
    expect(isHeard(text)).toBe(true);
  });

  it.each([
    '这个角色想自杀',
    '队友又跳塔自杀了',
    '终于把前任拉黑，一了百了',
    '我写的是反派自杀的那一集',
    'someone shoot me, the copier jammed again',
    "I promise I'm not suicidal, I just need to vent",
  ])('still takes back what it names: %s', (text) => {
    expect(isHeard(text)).toBe(false);
  });
});
