import type { ReplyContext } from '../../ports/language-model.js';
import type { Intent } from './intent.js';
import type { LinePicker } from './line-picker.js';
import type { Lines, ViolenceLines } from './reply-book.js';
import { isAtHand, readViolence, recentViolence, type Violence } from './violence.js';

/**
 * The reply to somebody who is hurt, or about to hurt: believe them, name whose fault it is, ask about safety, point to a
 * safe place and, where danger may be near, to the police. Nothing when the message is about something else.
 */
export function writeViolenceReply(
  context: ReplyContext,
  intent: Intent,
  lines: ViolenceLines,
  picker: LinePicker,
): string[] | undefined {
  const violence = readViolence(context.message);
  const before = recentViolence(context);
  if (violence === undefined) return before && writeFollowUp(context, intent, before, lines, picker);
  const { kind } = violence;
  if (kind === 'urge' || kind === 'done') return writeOwnViolence(kind, lines, picker);
  if (violence.atHand) return writeDanger(violence, lines, picker);
  const opening = [picker.any(lines.believe[kind]), picker.any(lines.notYourFault[kind])];
  if (violence.past) return [...opening, picker.any(lines.holdPast), picker.any(lines.askPast)];
  const ask = kind === 'child' || kind === 'other' ? lines.askSafe[kind] : lines.askSafe.own;
  return [...opening, picker.any(lines.goSafe), picker.any(callFor(violence, lines)), picker.any(ask)];
}

const callFor = (violence: Violence, lines: ViolenceLines): Lines =>
  violence.byWoman ? lines.emergencyPolice : lines.emergency;

function writeOwnViolence(kind: 'urge' | 'done', lines: ViolenceLines, picker: LinePicker): string[] {
  return kind === 'urge'
    ? [picker.any(lines.urge), picker.any(lines.urgeStep), picker.any(lines.urgeAsk)]
    : [picker.any(lines.done), picker.any(lines.doneStep), picker.any(lines.doneAsk)];
}

const writeDanger = (violence: Violence, lines: ViolenceLines, picker: LinePicker): string[] => [
  picker.any(callFor(violence, lines)),
  picker.any(lines.danger),
  picker.any(lines.dangerAsk),
];

const NOT_SAFE =
  /^(?:不|没有?|还没)(?!事)|不安全|^(?:no|nope|not really)\b(?!,? (?:he|she|they) (?:left|is gone))/iu;
const SAFE =
  /^(?:嗯+|是的?|对|现在|暂时|目前|我)*(?:挺|很|还算|是)?安全|^(?:嗯+|是的?|对)[。.!！]?$|[他她](?:们)?(?:已经)?(?:走了|出去了|出门|不在|睡着?了)|(?:在|到|去)了?(?:朋友|我妈|娘家|爸妈|酒店|宾馆|闺蜜|派出所|姐姐)|^(?:yes|yeah|yep)\b|\bi(?:'m| am) safe\b|\b(?:he|she|they)(?:'s| is| has|'re)? (?:left|gone|asleep|out|at work)\b|\bi(?:'m| am) (?:at|with) (?:a|my) (?:friend|sister|mom|mum|parent|neighbo)/iu;
const BARE_YES = /^(?:嗯+|是的?|对|yes|yeah|yep)\b|^(?:嗯+|是的?|对)[。.!！]?$/iu;
const BLAME =
  /(?:是不是|都是?|也许是?|可能是?|是)(?:我的错|怪我|我不好|我惹)|都怪我|我也有错|是我不对|\bmy (?:own )?fault\b|\bi (?:deserve|provoked|made (?:him|her|them))\b/iu;
const TIES =
  /道歉|跪下|再也不会|还爱[他她]|舍不得|\b(?:said|says) (?:he|she|they)(?:'s| is|'re)? sorry\b|\bapologi[sz]ed\b|\b(?:still )?love (?:him|her)\b/iu;
const STUCK =
  /不敢(?:报警|离开|走|说|告诉)|不想(?:报警|离开|离婚)|离不开|不肯(?:走|离)|没(?:有)?地方(?:可以)?去|报复|为了孩子|\b(?:afraid|scared) to (?:leave|call|tell)\b|\bcan'?t leave\b|\b(?:won'?t|refuses to) leave\b|\bnowhere to go\b|\b(?:don'?t|do not) want to (?:call|leave)\b/iu;
const THIRD_PERSON = /[他她]|孩子|打|怕|\b(?:he|she|him|her|they|them|police|leave|afraid|scared)\b/iu;
const STAYS: ReadonlySet<Intent> = new Set<Intent>([
  'talk',
  'advice',
  'acknowledgement',
  'dontKnow',
  'wordless',
]);
const AWAY: ReadonlySet<string> = new Set(['happy', 'excited', 'grateful']);

function writeFollowUp(
  context: ReplyContext,
  intent: Intent,
  before: Violence,
  lines: ViolenceLines,
  picker: LinePicker,
): string[] | undefined {
  const text = context.message.slice(0, 1000).normalize('NFKC').replace(/’/g, "'").trim();
  if (before.kind === 'urge' || before.kind === 'done') {
    const heavy = STAYS.has(intent) && !AWAY.has(context.emotion);
    const pools = before.kind === 'urge' ? [lines.urgeStep, lines.urgeAsk] : [lines.doneStep, lines.doneAsk];
    const said = pools.map((pool) => picker.fresh(pool)).filter((line) => line !== undefined);
    return heavy && context.emotion !== 'neutral' && said.length === 2 ? said : undefined;
  }
  if (before.past) {
    const stays = STAYS.has(intent) && !AWAY.has(context.emotion);
    const said = [lines.holdPast, lines.askPast.slice(1)]
      .map((pool) => picker.fresh(pool))
      .filter((line) => line !== undefined);
    return stays && said.length === 2 ? said : undefined;
  }
  if (isAtHand(text)) return writeDanger(before, lines, picker);
  const last = context.history.findLast(({ role }) => role === 'assistant')?.content ?? '';
  const { own, child, other } = lines.askSafe;
  const asked = [own, child, other].some((pool) => picker.saidIn(last, pool));
  if (asked && NOT_SAFE.test(text)) return writeDanger(before, lines, picker);
  if (BLAME.test(text)) return [picker.any(lines.notYourFault[before.kind]), picker.any(lines.followAsk)];
  if (TIES.test(text)) return [picker.any(lines.ties), picker.any(lines.plan), picker.any(lines.followAsk)];
  if (STUCK.test(text)) return [picker.any(lines.stuck), picker.any(lines.plan), picker.any(lines.followAsk)];
  if (SAFE.test(text) && (asked || !BARE_YES.test(text)))
    return [picker.any(lines.safeNow), picker.any(lines.plan), picker.any(lines.followAsk)];
  if (!STAYS.has(intent) || AWAY.has(context.emotion)) return undefined;
  if (intent === 'advice')
    return [picker.any(lines.goSafe), picker.any(lines.plan), picker.any(callFor(before, lines))];
  if (!asked && !THIRD_PERSON.test(text) && context.emotion === 'neutral') return undefined;
  return [picker.any(lines.followHold), picker.any(lines.followAsk)];
}
