import type { MemoryKind } from '../memory.types.js';
import { foldText } from '../text/fold-text.js';

/** Things a person has one of at a time: the newer sentence about it is the true one. */
export type MemorySlot = 'name' | 'city' | 'job';

/** The kinds a slot's sentences are kept under. */
export const SLOT_KINDS: readonly MemoryKind[] = ['name', 'fact', 'event'];

const CITY =
  /我?(现在|目前|已经|刚|刚刚)?(定居|住在|搬到|搬去|搬来|搬回)|我(现在|目前)在.{1,6}(生活|定居)|\bi(?:'m| am|'ve| have)? (?:just |now |recently |currently )*(?:live|living|moved|based) (?:back )?(?:in|to)\b/u;
const JOB =
  /换了?一?(份|个)?(新)?工作|跳槽|入职|我在.{1,15}(上班|工作|实习|当)|我是(一名|一个|一位|个|名)?.{0,8}(员|师|护士|医生|律师|会计|警察|销售|经理|老板|厨师|司机|记者)|被裁|裁员|失业|辞职|离职|\bi(?:'m| am)? (?:now |currently )?work(?:ing)? (?:as|at|for|in)\b|\b(?:new job|changed jobs|switched jobs|laid off|lost my job|quit my job|got fired|unemployed)\b|\bi(?:'m| am) (?:an?) (?:\w+ )?(?:engineer|programmer|developer|nurse|doctor|lawyer|accountant|designer|teacher|chef|driver|journalist|waiter|waitress|manager|barista|paramedic)\b/u;

/** The slot a kept sentence fills, if any. Pure, so rows need no column for it. */
export function slotOf(kind: MemoryKind, content: string): MemorySlot | undefined {
  if (kind === 'name') return 'name';
  if (kind !== 'fact' && kind !== 'event') return undefined;
  const folded = foldText(content);
  if (CITY.test(folded)) return 'city';
  return JOB.test(folded) ? 'job' : undefined;
}
