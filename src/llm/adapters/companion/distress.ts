import type { ReplyContext } from '../../ports/language-model.js';
import { readMessage } from './message-reading.js';
import { remembering } from './remembering.js';
import { touchesCrisis } from './safe-fragment.js';
import { readViolence } from './violence.js';

const DISTRESS =
  /难过|难受|伤心|痛苦|心疼|心痛|哭|焦虑|害怕|恐惧|崩溃|撑不|熬不|绝望|孤独|孤单|寂寞|失眠|睡不着|[好很太真]累|累死|烦|压力|没意思|没用|废物|失败|堵得?慌|心里[很好]?堵|低落|抑郁|没出生|不想醒|空空的|糟糕|委屈|没人|一个人扛|对不起|恨自己|\b(?:sad|cry\w*|cried|anxious|scared|afraid|lonely|alone|hopeless|worthless|empty|numb|depress\w*|panic\w*|overwhelm\w*|exhausted|can'?t (?:cope|go on|do this|sleep)|awful|terrible|miserable|heavy|hurts?|pain|stress\w*|hate myself|never been born|never born|struggl\w*|not okay|feel(?:ing)? (?:so |really |very )?(?:low|down|bad)|stupid|failure)\b/iu;
const HEAVY: ReadonlySet<string> = new Set(['sad', 'lonely', 'anxious', 'angry', 'frustrated']);
const RECENT_TURNS = 4;

const distressIn = (language: ReplyContext['language']) =>
  remembering(
    (text) =>
      DISTRESS.test(text) ||
      touchesCrisis(text) ||
      readMessage(text, language).hard ||
      readViolence(text) !== undefined,
  );
const DISTRESS_IN = { zh: distressIn('zh'), en: distressIn('en') };

const showsDistress = (text: string, language: ReplyContext['language']): boolean =>
  DISTRESS_IN[language](text);

/** Whether the message itself is hard, by its words or by how it was read. */
export const messageIsHard = ({ message, emotion, language }: ReplyContext): boolean =>
  HEAVY.has(emotion) || showsDistress(message.slice(0, 2000), language);

/** Whether one of the user's last messages was hard. */
export const recentTurnsAreHard = ({ history, language }: ReplyContext): boolean =>
  history
    .filter(({ role }) => role === 'user')
    .slice(-RECENT_TURNS)
    .some(({ content }) => showsDistress(content.slice(0, 2000), language));

/** A wish to be calmed is not calm. */
export const WANTS_CALM =
  /(?:怎么|如何|怎样|想|要|没法|没办法|无法).{0,5}(?:放松|平静|静下来|冷静|缓一缓|缓下来)|\b(?:how|want|need|can'?t|help me)\b.{0,16}\b(?:relax|calm|unwind|settle)\b/iu;
export const ALONE =
  /(?:我)?(?:一个人|独自|自己一个人)(?:待|住|坐|躺|呆|窝)?在(?!一起)|出租屋|空荡荡|\b(?:all )?(?:alone|by myself) (?:in|at|with) (?:my|the|this|a)\b|\bempty (?:flat|apartment|house|room)\b/iu;
