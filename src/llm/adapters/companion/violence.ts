import type { ReplyContext } from '../../ports/language-model.js';
import { remembering } from './remembering.js';

/** Who is hurt, and by whom. */
export type ViolenceKind = 'harmed' | 'sexual' | 'threatened' | 'child' | 'other' | 'urge' | 'done';
export interface Violence {
  kind: ViolenceKind;
  /** Long ago rather than now. */
  past: boolean;
  /** The one who is violent is at hand. */
  atHand: boolean;
  /** By a wife or girlfriend. */
  byWoman: boolean;
}

const OWN_ZH =
  '老公|丈夫|先生|男朋友|男友|对象|前男友|前夫|老婆|妻子|女朋友|女友|前任|前女友|前妻|爸爸?|妈妈?|父亲|母亲|爸妈|父母|继父|后爸|养父|继母|后妈|公公|婆婆|哥哥?|弟弟?|姐姐?|儿子|女儿|叔叔|舅舅|家里人|家人|室友|舍友|同学|老师|教练|老板|领导|邻居|有人|那个人|[他她]们?';
const HIT_ZH = '(?:殴打|暴打|毒打|家暴|虐待|打骂|打|揍|踢|踹|掐|扇|抽)';
const NOT_A_BLOW_ZH =
  '(?!们?.{0,2}(?:电话|手机|微信|语音|视频|主意|招呼|气|分|游戏|一局|个?措手|车|的脸|断|扰))';
const VICTIM_ZH = '(?:妈妈?|母亲|爸爸?|父亲|姐姐?|妹妹?|弟弟?|哥哥?|奶奶|爷爷|朋友|闺蜜|同事)';
const CHILD_ZH = '(?:孩子|小孩|宝宝|儿子|女儿|娃|小朋友)';
const DENIED_ZH = '(?<!没|没有|不|不会|从不|从来不|别)';
const zh = (source: string): RegExp => new RegExp(source, 'u');

const OWN_EN =
  '(?:my (?:own |ex-?|ex |step)?(?:husband|wife|partner|spouse|boyfriend|girlfriend|bf|gf|ex|fiancée?|dad|father|mom|mum|mother|parents|brother|sister|uncle|aunt|cousin|grandpa|grandfather|son|daughter|roommate|boss|coach|teacher|neighbou?r|family|date)|he|she|they|someone|somebody|a (?:man|guy|stranger))';
const HIT_EN =
  '(?:hits?|hitting|beats?|beating|beaten|slap(?:s|ped|ping)?|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|chok(?:es|ed|ing|e)|strangl(?:es|ed|ing)|shov(?:es|ed)|grabb?(?:s|ed) and shook|abus(?:es|ed|ing|e)|attack(?:s|ed))';
const NOT_A_BLOW_EN =
  '(?! (?:up|on|out|off|to it|to the|at|in (?:chess|a game|the game)|with (?:a|the|that)|that|like a|back))';
const CHILD_EN = '(?:kids?|child|children|son|daughter|baby|toddler|boy|girl|little (?:brother|sister))';
const VICTIM_EN =
  '(?:my (?:mom|mum|mother|dad|father|sister|brother|friend|best friend|roommate|neighbou?r|grandma)|her|him)';
const en = (source: string): RegExp => new RegExp(source, 'iu');

const FICTION =
  /新闻|电影|电视剧|小说|书里|剧里|游戏|漫画|\b(?:news|movie|film|novel|book|series|episode|game|article)\b/iu;

/** The first that fits decides: what the user may do, what was done to the user, then what was done to others. */
const PATTERNS: readonly { kind: ViolenceKind; patterns: readonly RegExp[]; fiction?: boolean }[] = [
  {
    kind: 'sexual',
    patterns: [
      /强奸|性侵|猥亵|强暴(?!雨)|非礼|性骚扰|迷奸|摸(?:了)?我的?(?:胸|大腿|下面|屁股|身体)|(?:强迫|逼)(?:着|了)?我.{0,4}(?:发生|上床|睡|做爱)|侵犯(?:了|过)?我|对我动手动脚|脱(?:了)?我的?衣服/u,
      /\brap(?:ed|es|ing|ist)\b|\bsexual(?:ly)? (?:assault\w*|abus\w*|harass\w*)|\bmolest\w*|\bgrop(?:ed|es|ing)\b|\bforced (?:me|himself|herself) (?:to have sex|on me|into (?:sex|bed))|\btouch(?:ed|es|ing) me (?:without|inappropriately|down there|when i (?:said|didn't))/iu,
    ],
  },
  {
    kind: 'urge',
    patterns: [
      zh(
        `(?<!(?:${OWN_ZH}).{0,4})(?:想|恨不得|忍不住要?|差点|真要|快要)(?:冲上去|动手|狠狠|去|把)?.{0,2}(?:打|揍|扇|掐|捅|砍|弄|杀)(?:死|了|他|她|人|孩子|儿子|女儿|老公|老婆|我[爸妈]|那个)(?!.{0,2}(?:我|电话|一局|游戏|招呼))`,
      ),
      en(
        "\\bi(?:'m going to|'m gonna|'m about to| (?:really |just |honestly |almost |nearly )*(?:want to|wanna|could|will|need to|wanted to)) (?:hit|beat|punch|slap|hurt|strangle|choke|stab|kill) (?:him|her|them|my (?!self)\\w+|someone|that)",
      ),
    ],
  },
  {
    kind: 'done',
    patterns: [
      zh(
        `(?:^|[^老]|[，。,！!])我(?:今天|刚才|刚刚|又|昨天|昨晚|没忍住|忍不住|气得|就|动手|失控|一气之下|也){0,4}(?:打|揍|扇|踢|掐)(?:骂)?了?(?:一顿)?(?:他|她|我的?)?(?:${CHILD_ZH}|老婆|老公|妻子|女朋友|男朋友|他|她)(?!.{0,3}(?:电话|打我|气))`,
      ),
      /我.{0,8}(?:对(?:他|她|孩子|老婆|老公|儿子|女儿)动(?:了)?手|把(?:他|她|孩子|老婆|儿子|女儿|人)打)/u,
      /^(?!.*(?:老公|丈夫|老婆|妻子|爸|妈|老师|男友|男朋友|婆婆|公公)).*(?:孩子|儿子|女儿).*[，。,！!…\s](?:我)?(?:今天|刚才|昨天|昨晚|就|又|没忍住){0,3}(?:打|揍|扇)了(?:他|她)/u,
      en(
        `\\bi (?:just |also |really |actually )?(?:hit|slapped|beat|punched|shoved|choked|kicked) (?:my (?:\\w+ )?(?:${CHILD_EN}|wife|husband|girlfriend|boyfriend|partner|mom|mum|dad|brother|sister)|him|her)\\b(?! (?:up|at|in)\\b)`,
      ),
    ],
  },
  {
    kind: 'child',
    patterns: [
      zh(`(?:${OWN_ZH})[^，。！？]{0,8}${DENIED_ZH}${HIT_ZH}(?:了|过|着)?(?:我的?|我们|我家)?${CHILD_ZH}`),
      zh(
        `${CHILD_ZH}[^，。！？]{0,4}被[^，。！？]{0,6}(?:打(?!扰|断|击|动|败)|揍|踢|掐|虐待|家暴)|虐待(?:我的?)?${CHILD_ZH}`,
      ),
      en(`${OWN_EN}\\b[^.!?]{0,24}\\b${HIT_EN} (?:my |our |the |his |her )(?:\\w+ )?${CHILD_EN}\\b`),
      en(
        `\\b(?:my|our|the|a) ${CHILD_EN} (?:is|was|are|were|has been|gets?|is being|was being) (?:\\w+ )?(?:hit|beaten|abused|hurt by)`,
      ),
    ],
  },
  {
    kind: 'harmed',
    patterns: [
      zh(
        `(?:${OWN_ZH})[^，。！？]{0,10}?${DENIED_ZH}${HIT_ZH}(?:了|过|着|伤)?我(?![爸妈姐妹弟哥奶爷的朋闺])${NOT_A_BLOW_ZH}`,
      ),
      zh(
        `(?:${OWN_ZH})[^，。！？]{0,10}?(?:(?<!没|没有|不)家暴(?:我|了)|对我(?:又)?动(?:了)?手|(?:掐|勒)(?:住)?(?:了)?我的?脖子|(?:扇|打)(?:了)?我.{0,4}耳光)`,
      ),
      /(?:我|一直|经常|又|从小|总)(?:.{0,3})被(?:[^，。！？]{0,6})(?:打(?!扰|断|击|动|败|回|分|脸|开|招|破|乱|消|工)|揍|家暴|虐待|掐|踹|扇|殴打)|遭(?:到|受)?(?:了)?家暴|我家暴力|家庭暴力/u,
      en(
        `${OWN_EN}\\b(?![^.!?]{0,24}\\b(?:never|doesn't|didn't|don't|won't|wouldn't)\\b)[^.!?,]{0,24}\\b${HIT_EN} me\\b${NOT_A_BLOW_EN}`,
      ),
      /\b(?:domestic (?:violence|abuse)|(?:i'?m|i am|i was|i've been|i keep|i got) (?:being |getting )?(?:beaten(?: up)?|abused|hit by|slapped by|choked by))\b|\b(?:put|puts|laid|lays) (?:his|her|their) hands on me\b|\babusive (?:relationship|husband|wife|boyfriend|girlfriend|partner|father|mother|parents?|ex|marriage)\b/iu,
    ],
  },
  {
    kind: 'threatened',
    patterns: [
      /跟踪我|尾随我|被(?:人|他|她|前任|前男友|陌生人)?(?:跟踪|尾随|偷拍)|(?:老|一直|总)(?:是)?跟着我|偷拍我|(?:蹲|守|堵)在?我.{0,5}(?:楼下|门口|公司)|(?:我家|我)楼下(?:蹲|守|堵)|威胁(?:要|说)?(?:要)?(?:打|杀|弄|伤害)?我|恐吓我|(?:不让|限制)我出门|把我(?:锁|关)在|要(?:打|杀|弄死|砍)(?:死|了)?我/u,
      /\bstalk(?:ing|s|ed|er)\b|\b(?:follow(?:s|ed|ing)) me (?:home|around|everywhere|on the street|at night)\b|\bthreaten(?:s|ed|ing)? (?:me|to (?:kill|hurt|hit|beat) me)\b|\b(?:going to|gonna|wants? to|will|he'll|she'll) (?:kill|hurt|beat) me\b|\b(?:won't|doesn't|not) (?:let|letting) me leave (?:the house|home)\b|\blocked me in\b/iu,
    ],
  },
  {
    kind: 'other',
    patterns: [
      zh(
        `(?:${OWN_ZH})[^，。！？]{0,8}?${DENIED_ZH}${HIT_ZH}(?:了|过|着)?(?:我)?${VICTIM_ZH}${NOT_A_BLOW_ZH}|[爸妈]{1,2}.{0,3}打起来|(?:她|他)(?:的)?(?:老公|丈夫|男朋友|男友|爸爸?|老婆).{0,6}${DENIED_ZH}${HIT_ZH}(?:了)?[她他]${NOT_A_BLOW_ZH}`,
      ),
      zh(
        `(?:${VICTIM_ZH}|邻居)[^，。！？]{0,4}被[^，。！？]{0,6}(?:家暴|打(?!扰|断|击|动|败|回|分|脸)|虐待|殴打)`,
      ),
      en(
        `${OWN_EN}\\b(?![^.!?]{0,24}\\b(?:never|doesn't|didn't|don't|won't)\\b)[^.!?,]{0,20}\\b${HIT_EN} ${VICTIM_EN}\\b${NOT_A_BLOW_EN}`,
      ),
      en(
        `\\bmy (?:mom|mum|mother|sister|friend|best friend|neighbou?r)(?:'s| is| was| gets) (?:being |getting )?(?:beaten|abused|hit by)`,
      ),
    ],
  },
];

const PAST =
  /小时候|童年|从前|那些年|当年|多年前|\d+年前|年前|\b(?:when i was (?:a |an )?(?:kid|child|little|young|younger|teen\w*|\w+ years old|\d+)|as a (?:kid|child)|years ago|in my childhood|growing up)\b/iu;
const AT_HAND =
  /(?:现在|就|还|又|已经|正)?(?:站|守|堵|等|蹲)?在(?:我家|我|家)?(?:的)?(?:门外|门口|楼下|隔壁)|(?:砸|踹|撞|敲)(?:我的?|着|我家的?)?门|冲进来|要进来|追(?:过来|着我)|马上(?:就)?(?:要)?(?:回来|到)|我(?:躲|藏|锁)在|不安全|很危险|正在(?:打|砸|发疯)|\b(?:outside|at) (?:my|the) (?:door|house|apartment|window)\b|\bbang(?:ing|s) on (?:my|the) door\b|\bbreaking (?:in|down)\b|\bcoming (?:back|home|for me|after me)\b|\bi'?m (?:hiding|locked)\b|\b(?:not|isn'?t|don'?t feel) safe\b|\bunsafe\b|\bin the (?:next|other) room\b/iu;
const ALONE_AT_HAND =
  /^(?:我)?(?:[他她](?:们)?|那个人|前男友|前夫|前任)(?:现在|就|还|又|已经|正)*(?:站|守|堵|等|蹲)?在(?:我家|我|家)?的?门(?:外|口)[。.!！…\s]*$|(?:砸|踹|撞)(?:着)?我(?:家|的)?的?门|^(?:he|she|my ex)(?:'s| is) (?:right |still |now |standing )*(?:outside|at) (?:my|the) (?:door|house|apartment)(?: (?:right )?now)?[.!\s]*$|\bbang(?:ing|s) on my door\b/iu;
const BY_WOMAN =
  /(?:老婆|妻子|女朋友|女友|前妻|前女友)[^，。！？]{0,10}我|\bmy (?:ex-?)?(?:wife|girlfriend|gf)\b/iu;

/** Violence told in one message, or nothing. Errs towards hearing it. */
export const readViolence = (message: string): Violence | undefined => readText(message.slice(0, 2000));

const readText = remembering((message): Violence | undefined => {
  const text = message.normalize('NFKC').replace(/’/g, "'").replace(/,/g, '，');
  const told = PATTERNS.find(({ patterns }) => patterns.some((pattern) => pattern.test(text)));
  const atHand = AT_HAND.test(text);
  if (told === undefined) {
    return ALONE_AT_HAND.test(text.trim())
      ? { kind: 'threatened', past: false, atHand: true, byWoman: false }
      : undefined;
  }
  if (FICTION.test(text) && !/我被|\bme\b/iu.test(text)) return undefined;
  return { kind: told.kind, past: PAST.test(text), atHand, byWoman: BY_WOMAN.test(text) };
});

/** How far back violence is still what a message is about. */
const VIOLENCE_TURNS = 4;

/** The latest violence against somebody in the last turns. */
export function recentViolence(context: ReplyContext): Violence | undefined {
  return context.history
    .filter(({ role }) => role === 'user')
    .slice(-VIOLENCE_TURNS)
    .map(({ content }) => readViolence(content))
    .findLast((violence) => violence !== undefined);
}

export const isAtHand = (message: string): boolean =>
  AT_HAND.test(message.normalize('NFKC').replace(/’/g, "'"));
