import { remembering } from './remembering.js';
import type { SituationLines } from './reply-book.js';

/** What a message wants, where that matters more than how it feels. `talk` is everything else. */
export type Intent =
  | 'memory'
  | 'offLimits'
  | 'diagnosis'
  | 'botHuman'
  | 'botFeelings'
  | 'botIdentity'
  | 'botAbility'
  | 'botPrivacy'
  | 'botAffection'
  | 'repair'
  | 'rejection'
  | 'justListen'
  | 'dontWantToTalk'
  | 'goodNight'
  | 'goodbye'
  | 'thanks'
  | 'relief'
  | 'greeting'
  | 'acknowledgement'
  | 'dontKnow'
  | 'bored'
  | 'task'
  | 'wordless'
  | 'stillHere'
  | 'medication'
  | 'affectionQuestion'
  | 'recommend'
  | 'advice'
  | 'talk';

export type BotIntent = Extract<Intent, `bot${string}`>;
export const isBotIntent = (intent: Intent): intent is BotIntent & keyof SituationLines =>
  intent.startsWith('bot');

const OPENER_ZH =
  '(?:(?:好的?吧?|嗯+|哦|那(?:好|行)?|行|谢谢(?:你|您|啦)?|不早了|时间不早了|今天(?:就|先)*到这(?:里|儿)?吧?|不聊了|不说了|我要?)[，,。.!！~～\\s]*)*';
const ENDER_ZH = '(?:啦|了|咯|哦|噢|呀|吧|心语|谢谢(?:你|您)?|[。.，,!！~～…\\s])*$';
const OPENER_EN =
  "(?:(?:ok(?:ay)?|all ?right|well|thanks?(?: you)?(?: so much)?|thank you|anyway|so|sorry|but|and|now|i|i'?ve|i'?m|we|that'?s all|got it|it'?s late)[\\s,.!;]*)*";
const ENDER_EN =
  '(?:[\\s,.!~;]+(?:now|later|then|soon|tomorrow|for (?:now|today)|again|xinyu|and|thanks?|thank you|next time|around|all|friend|to (?:work|class|bed|school|sleep)))*[\\s.,!~]*$';

interface Rule {
  intent: Exclude<Intent, 'talk' | 'wordless'>;
  zh: RegExp;
  en: RegExp;
  /** The message must be no longer than this (characters); a long message is about something else. */
  within: number;
}

// The first rule that matches decides; order goes from what must not be missed to what is easily mistaken.
const RULES: readonly Rule[] = [
  {
    intent: 'memory',
    zh: /^(?:那|那么|对了|请问|你说|心语|还有|话说)?[,，\s]*我(?:现在|是|今年|平时|家)*(?:做什么(?:工作)?(?:的)?|干什么的|在?什么(?:公司|单位|行业|学校)(?:上班|工作|上学)?|住(?:在)?(?:哪|什么地方)(?:里|儿|座城市|个城市)?|在(?:哪|什么)(?:里|儿|个城市|座城市|城市|地方)?(?:住|生活|工作|上班|上学)?|哪里人|老家(?:在|是)?哪(?:里|儿)?|几岁|多大(?:年纪|岁数)?|叫(?:什么|啥)(?:名字)?|(?:的)?(?:爱好|职业|工作|生日|名字|年龄|老家|宠物)(?:是|在|叫)?(?:什么|啥|哪(?:里|儿|天)?|几岁|几号|多少|什么时候)|喜欢(?:做|吃|听|看|玩)?(?:什么|啥)|养(?:了|的)?(?:是)?(?:什么|啥)(?:宠物|动物)?|家里?有(?:谁|几口人|哪些人)|有(?:没有)?(?:几个)?(?:孩子|兄弟姐妹|宠物))(?:来着|呢|吗|了|的)*[？?。\s]*$|(?:你|您)[^,，。要]{0,4}记得|记不记得|^还?记得(?:我|吗)|^还记得|(?:你|您)(?:知道|忘了|忘记)我(?:的)?.{0,8}(?:叫什么|名字|是谁|几岁|哪里|喜欢|吗|$)|我(?:家)?(?:的)?.{1,8}叫(?:什么|啥)|我叫(?:什么|啥)|我(?:之前|上次|以前|曾经)?(?:跟你|和你|对你)?(?:说过|提过|讲过).{0,12}(?:吗|什么|谁|没有?)[?？]?$|(?:你|您)(?:忘了|忘记)(?:我|了吗)/u,
    en: /^(?!.*\bi (?:do |still |can )?(?:remember|don'?t remember|can'?t remember)\b).*(?:\b(?:do|can|did|will|don'?t|would) you (?:still |even |happen to )?(?:remember|recall)\b|^(?:remember|recall) (?:my|me|what|when|the)\b|\bwhat(?:'s| is| was) my (?:\w+ ){0,3}(?:name|called)\b|\bwhat(?:'s| is| was) my (?:\w+ ){0,2}\w+'s name\b|\bwhat did i (?:tell|say|mention)\b|\b(?:did|have) i (?:ever )?(?:tell|told|mention|mentioned)\b|\b(?:have you forgotten|did you forget)\b|\bdo you know my (?:\w+'s )?name\b|\bwho am i\b|^(?:so|and|hey|ok(?:ay)?|also)?[\s,]*(?:tell me )?(?:what (?:do i do for (?:work|a living)|do i (?:work as|like to do|do for fun|study|enjoy)|kind of (?:work|pets?) do i \w+|pets? do i have|(?:is|are|'s) my (?:jobs?|profession|age|hobb(?:y|ies)|birthday|city|home ?town|favou?rite \w+|(?:kids?|children|pets?|cat|dog|daughter|son|husband|wife|partner|brother|sister)'?s? ?names?))|what's my (?:job|profession|age|hobby|birthday|city|home ?town|favou?rite \w+)|where (?:do i (?:live|work|study|come from)|am i from|am i living)|(?:which|what) city do i live in|how old am i|when(?: is|'s) my birthday|do i have (?:any )?(?:pets?|kids|children|siblings)|who(?: is|'s) in my family)(?: again)?[\s?.!]*$)/i,
    within: 120,
  },
  {
    intent: 'offLimits',
    zh: /忽略.{0,12}(?:指令|设定|规则|要求|提示)|系统提示|提示词|(?:扮演|假装|假裝)(?:成|你|一个)|越狱|开发者模式|(?:重复|复述|输出|告诉我).{0,6}(?:指令|设定|规则)/u,
    en: /\b(?:ignore|disregard|forget) (?:all |any |the |your |my )*(?:previous |prior |above )*(?:instructions?|rules|prompts?)\b|\bsystem prompt\b|\bpretend (?:to be|you'?re|that you)\b|\brole-?play\b|\bjailbreak\b|\bdeveloper mode\b|\bact as (?:a|an|my)\b|\brepeat your instructions\b/i,
    within: 2000,
  },
  {
    intent: 'medication',
    zh: /(?:停|断|减|戒|换|加).{0,3}(?:[吃喝]的?)?药|(?:不|别)(?:想|再)?.{0,2}吃(?:那个|这个)?药(?:了|吗|行)|药.{0,5}(?:停了?|断了?|减量?|不吃)(?:掉|了|吗|吧|行|可以)/u,
    en: /\b(?:stop|stopping|stopped|quit|quitting|come off|coming off|came off|get off|go off|going off|went off|skip|skipping|reduce|double|increase|change)(?: (?:taking|on|with))? (?:my |the |all |these |those |of )*(?:\w+ ){0,2}(?:meds?|medications?|medicines?|pills|antidepressants?|ssris?|lithium|prozac|zoloft|lexapro|sertraline)\b/i,
    within: 300,
  },
  {
    intent: 'diagnosis',
    zh: /我(?:这)?(?:是不是|算不算|会不会是?|有没有)?(?:得了?|患上?|有)?.{0,4}(?:抑郁症?|焦虑症|双相|躁郁|强迫症|精神病|心理疾病|心理有病)(?:吗|了吗|呢|啊|[?？])|(?:该|要|能|可以)吃(?:什么|哪种|点什么)药|(?:吃|换|停|加|减).{0,3}药.{0,6}(?:吗|行不行|可以)|帮我诊断/u,
    en: /\b(?:do i have|am i|have i got|is this|could i have|might i have|could i be|is it)\b.{0,24}\b(?:depress\w*|depression|anxiety disorder|bipolar|adhd|ocd|ptsd|mentally ill|borderline|schizo\w*)\b.{0,20}\?|\bdiagnose me\b|\b(?:what|which) (?:medication|meds|medicine|pills|antidepressants?)\b|\bshould i (?:take|stop taking|change|increase)\b.{0,20}\b(?:meds|medication|medicine|pills|antidepressants?|dose)\b/i,
    within: 300,
  },
  {
    intent: 'botHuman',
    zh: /(?:你|您|对面)(?:是不是|是|到底是|究竟是)?.{0,3}(?:真人|人类|机器人|机器|AI|人工智能|程序|活人|人工客服)/iu,
    en: /\b(?:are|r) (?:you|u) (?:a |an |really |actually |just )*(?:human|real|person|bot|robot|ai|machine|program|chatbot|computer)\b|\bam i (?:talking|speaking|chatting) (?:to|with) (?:a |an )*(?:human|person|bot|robot|ai|machine|real)\b/i,
    within: 80,
  },
  {
    intent: 'botFeelings',
    zh: /(?:你|您)(?:会不会|会|有没有|有|能|也会|也)?.{0,2}(?:累吗|难过吗|孤单吗|孤独吗|开心吗|感情吗|感觉吗|情绪吗|感受吗|烦吗|烦我|嫌我烦|伤心吗|痛吗)/u,
    en: /\b(?:do|can) you (?:ever |even |actually |really )*(?:feel|have (?:feelings|emotions)|get (?:tired|sad|lonely|bored)|care about me)\b|\bare you (?:tired|sad|lonely|bored|happy)\b/i,
    within: 60,
  },
  {
    intent: 'botIdentity',
    zh: /(?:你|您)(?:是|到底是)(?:谁|什么|哪位|干什么的|做什么的)|(?:你|您)叫(?:什么|啥)|(?:你|您)的名字|介绍一下(?:你|您)?自己/u,
    en: /\bwho are you\b|\bwhat are you\b(?! (?:doing|up to|talking|saying))|\bwhat(?:'s| is) your name\b|\bintroduce yourself\b/i,
    within: 60,
  },
  {
    intent: 'botAbility',
    zh: /(?:你|您)(?:能|会|可以)(?:做|干|帮我(?:做|干))?(?:什么|啥|些什么|哪些)|(?:你|您)有什么(?:用|功能)|怎么用(?:你|您)?[?？]?$/u,
    en: /\bwhat can you (?:do|help)\b|\bhow can you help\b|\bwhat do you do\b/i,
    within: 60,
  },
  {
    intent: 'botPrivacy',
    zh: /(?:你|您)?(?:会不会|会|不会)?.{0,4}(?:告诉别人|说出去|泄露|泄漏)|(?:聊天|对话|内容|记录).{0,6}(?:保密|会被看到|谁能看|有人看)|保密吗/u,
    en: /\bwill you tell (?:anyone|anybody|someone|people|others)\b|\bis this (?:private|confidential|anonymous|recorded)\b|\bwho (?:can|will) (?:see|read) this\b/i,
    within: 80,
  },
  {
    intent: 'affectionQuestion',
    zh: /(?:你|您)(?:会|真的|到底|是不是|也)*(?:爱不爱|爱|喜欢|喜不喜欢|想|在乎|关心|心疼)(?:着)?我(?:吗|么|呢)?[？?。.!！~\s]*$/u,
    en: /\b(?:do|would|could|can|will) you (?:really |even |still |actually |ever )*(?:love|like|miss|care (?:for|about)) me\b/i,
    within: 40,
  },
  {
    intent: 'botAffection',
    zh: /我(?:好像|真的|有点|好)?(?:喜欢|爱|爱上)(?:上)?(?:你|您)(?:了|啊|呀|吗)?[。!！~]?$|做我(?:的)?(?:男朋友|女朋友|对象)/u,
    en: /\bi (?:really |think i )?love you\b|\bi'?m in love with you\b|\bbe my (?:girlfriend|boyfriend)\b/i,
    within: 40,
  },
  {
    intent: 'repair',
    zh: /(?:你|您)(?:根本|完全|一点都|压根)?(?:不懂|不理解|不明白|没听懂|没懂|听不懂|没在听)|(?:你|您)(?:只会|就会|老是|总是|一直)(?:重复|说这|套话|问)|(?:套话|废话|敷衍|答非所问|机械|模板)|(?:跟|和)(?:你|您)说(?:了)?(?:也)?(?:没用|白说)|不想听你/u,
    en: /\byou (?:really |just |clearly )?(?:don'?t|do not|didn'?t|never) (?:understand|get it|get me|listen|care)\b|\byou(?:'re| are) (?:so )?(?:useless|not listening|not helping|no help|repeating|a joke)\b|\bstop repeating\b|\bthat'?s not what i (?:said|meant|asked)\b|\byou keep (?:saying|asking|repeating)\b|\btalking to you is (?:useless|pointless)\b/i,
    within: 120,
  },
  {
    intent: 'justListen',
    zh: /(?:不要|别|不用|不需要|先别)(?:再)?(?:给我|跟我)?(?:建议|出主意|讲道理|分析|劝我|说教|安慰)|(?:只想|就想|只是想)(?:有人|有个人|你|说说|吐槽|倾诉|发泄)|听我说就(?:好|行)|听着就好/u,
    en: /\bjust (?:want|need) (?:to vent|someone to listen|you to listen|to be heard|to talk)\b|\b(?:no|don'?t (?:want|need|give me)) (?:any )?(?:advice|suggestions|solutions)\b|\bjust listen\b|\bneed to vent\b/i,
    within: 160,
  },
  {
    intent: 'rejection',
    zh: /^(?:我|这个?|那个?|都|可是|但是?|还是|根本|也|好像)*(?:试过|都试了|没用|不管用|没效果|没什么用|做不到|办不到|不想做|不想试)(?:了|的|啊|吧)?[。!！,，]?.{0,6}$/u,
    en: /^(?:i |i've |but |it |that |this |no,? |already |still |really )*(?:tried (?:that|it|them|everything)|(?:doesn'?t|didn'?t|won'?t|not) (?:help|work|working|helping)|can'?t do that|i don'?t want to do that|that'?s not helpful)\b/i,
    within: 40,
  },
  {
    intent: 'dontWantToTalk',
    zh: /不(?:太|怎么)?想(?:说|聊|讲|提|谈)(?:了|话|这个|这些|它|那个)?|别问(?:了|这个)|换个话题/u,
    en: /\b(?:don'?t|do not|rather not|not ready to) (?:want to |wanna |feel like )?(?:talk|talking|discuss|say)\b|\bchange the (?:subject|topic)\b|\bstop asking\b/i,
    within: 40,
  },
  {
    intent: 'goodNight',
    zh: new RegExp(
      `^${OPENER_ZH}(?:晚安|(?:先|要|去|准备|得)*睡(?:觉)?(?:了|啦|咯))${ENDER_ZH}(?:晚安${ENDER_ZH})?`,
      'u',
    ),
    en: new RegExp(
      `^${OPENER_EN}(?:good ?night|nighty? night|(?:am )?going to (?:bed|sleep)|off to bed)${ENDER_EN}`,
      'i',
    ),
    within: 40,
  },
  {
    intent: 'goodbye',
    zh: new RegExp(
      `^${OPENER_ZH}(?:再见|拜拜|回头见|明天见|下次见|(?:下次|明天|回头|改天)(?:再)?聊|先(?:走|下|撤|忙)(?:了|啦)|(?:先|要|得)*去(?:忙|上班|上课|吃饭)(?:了|啦))${ENDER_ZH}`,
      'u',
    ),
    en: new RegExp(
      `^${OPENER_EN}(?:bye(?:[ -]?bye)?|goodbye|see (?:you|ya)|cya|talk (?:to you )?(?:later|soon|tomorrow)|(?:gotta|got to|have to|need to|must|should) (?:go|run)|ttyl|take care)${ENDER_EN}`,
      'i',
    ),
    within: 40,
  },
  {
    intent: 'relief',
    zh: /(?:好多了|好一些了|好一点了|好些了|轻松(?:多了|一点|了些)|舒服多了|平静(?:多了|下来了|一点了)|没那么(?:难受|难过|紧张|慌|焦虑)了)/u,
    en: /\b(?:feel(?:ing)?|i'?m|am) (?:a (?:bit|little|lot) |much |so much |somewhat )?(?:better|calmer|lighter|relieved)\b(?! off)/i,
    within: 60,
  },
  {
    intent: 'thanks',
    zh: /^(?:嗯|好的?|真的|太|非常|很)?[,，]?\s?(?:谢谢|感谢|多谢|谢啦|谢了|thanks?)(?:你|您|啦|了|呀|啊|心语)?.{0,10}$/iu,
    en: /^(?:ok(?:ay)?,? |oh,? |well,? )?(?:thank you|thanks|thx|ty|cheers)\b.{0,30}$/i,
    within: 40,
  },
  {
    intent: 'stillHere',
    zh: /^(?:喂+|心语|嘿|hello|hi)?[,，\s]*(?:你|您)?(?:现在|还)?(?:有人)?在(?:不在|吗|么|嘛|没|哪)?(?:吗|呢)?[？?。.!！~～…\s]+$|^(?:喂+|心语|嘿)?[,，\s]*(?:(?:你|您)(?:现在|还)?|还)?(?:有人)?在(?:吗|么|嘛|不在)$|^有人(?:在)?吗[？?\s]*$/iu,
    en: /^(?:(?:hello|hi|hey|xinyu)[\s,?!.]*)?(?:are|r) (?:you|u) (?:still )?(?:there|here|around|with me|awake|listening)(?: xinyu)?[\s?.!]*$|^(?:is )?(?:any ?one|anybody|someone) (?:still )?(?:there|here)[\s?.!]*$|^you (?:still )?(?:there|here)[\s?.!]*$/i,
    within: 30,
  },
  {
    intent: 'greeting',
    zh: /^(?:你好|您好|嗨|哈喽|哈啰|嘿|在吗|在不在|早上好|早安|早|下午好|晚上好|中午好|心语|hi|hello|hey)(?:呀|啊|吗|心语|呢|啦)*[,，。.!！?？~～\s]*(?:在吗)?[?？。!！~～\s]*$/iu,
    en: /^(?:hi|hello|hey|heya|yo|howdy|good (?:morning|afternoon|evening)|anyone there)(?: there| xinyu| you)?[\s,.!?~]*$/i,
    within: 20,
  },
  {
    intent: 'dontKnow',
    zh: /^(?:我)?(?:也)?(?:不知道|说不清|说不上来|不清楚|不确定|想不出来)(?:了|啊|呢|吧|怎么说|该怎么说)?[。.!！…~\s]*$/u,
    en: /^(?:i )?(?:really )?(?:don'?t know|dunno|idk|not sure|no idea|hard to say|can'?t explain)[\s.!…]*$/i,
    within: 24,
  },
  {
    intent: 'acknowledgement',
    zh: /^(?:嗯+|恩+|哦+|噢+|好+的?|行|是的?|对的?|对啊|是啊|可以|没有|没|还好|还行|有一点|有点|不是|ok|okay)[吧啊呀呢的了]?[。.,，!！~～…\s]*$/iu,
    en: /^(?:ok(?:ay)?|yes|yeah|yep|yup|no|nope|sure|right|mm+|hm+|mhm|uh-?huh|i guess|maybe|kind of|sort of|a bit|a little|true|exactly|fine)[\s.,!~…]*$/i,
    within: 16,
  },
  {
    intent: 'bored',
    zh: /^(?:我)?(?:好|有点|真|太|很)?(?:无聊|没意思|闲)(?:啊|呀|了|死了|得很)?[。.!！~～…\s]*$/u,
    en: /^(?:i'?m |i am |feeling )?(?:so |really |kinda |a bit )?bored[\s.!…]*$/i,
    within: 24,
  },
  {
    intent: 'recommend',
    zh: /(?:推荐|介绍|安利).{0,8}(?:电影|片子|书|歌|音乐|剧|小说|播客|综艺|动漫|游戏)|(?:有什么|哪些|什么)(?:好看|好听|治愈).{0,3}(?:电影|书|歌|剧)/u,
    en: /\b(?:recommend|suggest)\b.{0,20}\b(?:movies?|films?|books?|songs?|music|shows?|series|podcasts?|games?)\b|\bwhat (?:should|can|could) i (?:watch|read|listen to)\b|\b(?:any|a) good (?:movies?|films?|books?|songs?|shows?)\b.{0,20}\?/i,
    within: 80,
  },
  {
    intent: 'task',
    zh: /(?:帮我|给我|替我)(?:写|翻译|算|查|编|做一道|推荐|解)|讲个(?:笑话|故事)|写(?:一)?(?:段|首|篇)(?:代码|诗|作文)|天气(?:怎么样|如何)|几点了|今天(?:星期|几号)/u,
    en: /\b(?:write|translate|calculate|code|solve) (?:me |this |a |an |my |the )|\b(?:what'?s|what is) the (?:weather|time|date|capital)\b|\btell me a (?:joke|story)\b|\bhelp me (?:write|code|translate)\b/i,
    within: 200,
  },
  {
    intent: 'advice',
    zh: /怎么办|咋办|该怎么|要怎么|怎么(?:才能|做|调整|面对|走出|缓解)|如何(?:才能|面对|走出|缓解)|有什么(?:办法|建议|方法)|给(?:我)?(?:点|个|些)?建议|我该不该|要不要|能做什么|教教我/u,
    en: /\bwhat (?:should|can|do|could) i do\b|\bhow (?:can|do|should|could) i\b|\bany (?:advice|suggestions|ideas|tips)\b|\bgive me (?:some )?(?:advice|tips)\b|\bwhat now\b|\bshould i\b|\bwhat would you do\b|\bdon'?t know what to do\b/i,
    within: 2000,
  },
];

export const readIntent = (message: string): Intent => readText(message.slice(0, 2000));

const readText = remembering((message): Intent => {
  const text = message.normalize('NFKC').replace(/’/g, "'").replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return 'wordless';
  const rule = RULES.find(({ zh, en, within }) => text.length <= within && (zh.test(text) || en.test(text)));
  return rule?.intent ?? 'talk';
});
