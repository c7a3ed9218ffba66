export type Subject =
  'dog' | 'cat' | 'pet' | 'name' | 'age' | 'birthday' | 'likes' | 'home' | 'children' | 'work' | 'person';

export const DOG =
  /狗|犬|金毛|泰迪|柯基|哈士奇|拉布拉多|柴犬|边牧|\b(?:dogs?|pupp(?:y|ies)|beagle|labrador|retriever|poodle|husky|corgi|terrier|collie|spaniel|dachshund)\b/iu;
export const CAT = /猫|喵|布偶|英短|美短|狸花|\b(?:cats?|kittens?|tabby|siamese)\b/iu;
export const PET =
  /宠物|仓鼠|兔子|鹦鹉|乌龟|金鱼|养了|我养(?:的|了)?(?:什么|啥)|\b(?:pets?|hamsters?|rabbits?|bunny|parrots?|turtles?|goldfish|guinea pigs?)\b/iu;

const JOB_ZH =
  '(?:护士|医生|老师|教师|律师|会计|司机|厨师|程序员|工程师|设计师|销售|客服|运营|编辑|记者|演员|主播|警察|军人|公务员|学生|研究生|外卖|快递|保安|保洁|服务员|店员|收银|社工|翻译|产品经理|经理|助理|文员|人事|财务|行政|护工|保姆|理发师|美容师|教练|科研|开发|生意|自由职业|个体户)';
const JOB_EN =
  '(?:nurse|doctor|teacher|lawyer|accountant|driver|chef|cook|programmer|developer|engineer|designer|salesperson|editor|writer|journalist|actor|student|cleaner|waiter|waitress|barista|cashier|manager|assistant|mechanic|electrician|plumber|carpenter|farmer|therapist|social worker|librarian|architect|scientist|researcher|analyst|consultant|paramedic|firefighter|police officer|soldier|pharmacist|dentist|vet|translator|musician|artist|photographer|freelancer|receptionist|secretary|tutor|professor|baker|builder|clerk|technician|pilot|hairdresser)';

interface SubjectRule {
  subject: Subject;
  /** What a question about it looks like. */
  asked: RegExp;
  /** What a statement about it looks like, the surest first. */
  told: readonly RegExp[];
}

// The narrowest first.
export const SUBJECTS: readonly SubjectRule[] = [
  { subject: 'dog', asked: DOG, told: [DOG] },
  { subject: 'cat', asked: CAT, told: [CAT] },
  { subject: 'pet', asked: PET, told: [DOG, CAT, PET] },
  { subject: 'birthday', asked: /生日|出生|\bbirthday\b/iu, told: [/生日|出生|\b(?:birthday|born)\b/iu] },
  {
    subject: 'age',
    asked: /几岁|多大|年龄|\b(?:how old am i|my age)\b/iu,
    told: [
      /我(?:今年|现在|已经|快|刚满|满|都|是|才)*[\d一二三四五六七八九十]{1,3}岁?|今年[\d一二三四五六七八九十]{1,3}岁?|^[^他她它女儿子爸妈猫狗]*[\d一二三四五六七八九十]{1,3}岁|我(?:是)?\d0后/u,
      /\bi(?:'m| am|'ve just turned| just turned| turned) (?:now |almost |only )?(?:\d{1,2}|(?:twenty|thirty|forty|fifty|sixty)(?:[- ]\w+)?)\b(?! (?:minutes|weeks|days|months|hours|percent))/iu,
    ],
  },
  {
    subject: 'likes',
    asked:
      /喜欢|爱吃|爱好|爱听|\b(?:(?:do )?i (?:like|love|enjoy)|do for fun|my favou?rite|my hobb(?:y|ies))\b/iu,
    told: [
      /我.{0,6}(?:爱好|喜欢|爱吃|爱听|爱看|最爱|热爱)|\bmy (?:favou?rite|hobb(?:y|ies))\b|\bi(?: \w+)? (?:like|love|enjoy)\b/iu,
      /喜欢|爱吃|爱好|爱听|\b(?:like|love|enjoy|favou?rite|hobby)\b/iu,
    ],
  },
  {
    subject: 'work',
    asked:
      /工作|职业|做什么的|干什么的|我(?:是)?做什么|上班|\b(?:my (?:jobs?|profession|work)|what i do|do for (?:a living|work)|i work|work do i)\b/iu,
    told: [
      new RegExp(
        `我.{0,12}${JOB_ZH}|(?:在|做|当|是).{0,8}${JOB_ZH}|我.{0,6}在.{1,10}(?:上班|工作)|做.{1,6}(?:行业|这行)`,
        'u',
      ),
      new RegExp(
        `\\bi(?:'m| am| work as| was)(?: currently| now)? (?:an? |the )?(?:[\\w-]+ ){0,3}${JOB_EN}\\b|\\bi work (?:as|at|in|for)\\b|\\bmy job is\\b|\\bi (?:teach|drive|sell|run a|own a)\\b`,
        'iu',
      ),
    ],
  },
  {
    subject: 'home',
    asked:
      /住|老家|哪里人|在哪|在什么地方|在什么城市|在哪个城市|\b(?:where (?:do )?i live|(?:am i|do i) liv\w+|city|my home ?town|where i'?m from|where am i from|come from)\b/iu,
    told: [
      /我.{0,10}(?:住在|(?<!不|记|撑|站|稳|抓|扛|困|绷|坐|憋|挡|接)住(?!院|不|口)|家在|租在|搬到|搬来)|(?:住在|家在|老家(?:在|是)|来自)|我是[^一个好坏]{1,6}人$|\bi(?:'m| am)?(?: \w+)? (?:live|living) (?:in|near|at|with)\b|\bi(?:'ve| have)? moved to\b|\bmy (?:home ?town|city) is\b|\bi(?:'m| am| come) from\b|\blive in\b/iu,
      /我(?:一个人|现在|目前|是)?在(?!家|这|那|医院|公司|学校)\p{Script=Han}{2,6}?(?:做|当|上班|工作|读|念|上学|打工|租|漂|生活)|(?:^|，)在(?!家|这|那|医院|公司|学校)\p{Script=Han}{2,4}?(?:做|当|上班|工作|读|念|上学|打工)|\b[Ii] (?:work|study) in [A-Z]/u,
    ],
  },
  {
    subject: 'children',
    asked: /孩子|几口人|家里有(?:谁|哪些人)|兄弟姐妹|\b(?:kids?|children|siblings|in my family)\b/iu,
    told: [
      /孩子|儿子|女儿|宝宝|(?:哥哥|姐姐|弟弟|妹妹)|我家(?:里)?有|\bmy (?:\w+ )?(?:kids?|children|son|daughter|baby|brother|sister)\b|\bi have (?:\w+ ){0,2}(?:kids?|children|sons?|daughters?|brothers?|sisters?)\b/iu,
    ],
  },
];

export const ASKS_OWN_NAME =
  /我叫(?:什么|啥)|我的名字|我是谁|怎么称呼我|\bmy (?:own )?name\b(?!.*'s name)|\bwho am i\b|\bwhat am i called\b/iu;
export const TELLS_OWN_NAME =
  /我叫|我的名字|叫我|我是小|\b(?:[Mm]y name is|[Mm]y name's|[Cc]all me|[Ii]'?m called)\b|\b[Ii]'?m (?!\w+(?:ese|ican|ish|ian)\b)[A-Z][a-z]+(?=$|,)/u;
