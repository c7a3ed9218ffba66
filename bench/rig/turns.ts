import type { TurnInput } from './load.types.js';
import { pick, seededRandom, type Random } from './random.js';

/** What people write on an ordinary evening. None of it shows a crisis: such a message takes another path. */
export const PHRASES: readonly string[] = [
  '今天被领导当着大家的面批评了，好委屈',
  '最近总是睡不好，脑子停不下来',
  '我和男朋友又吵架了，他根本不听我说话',
  '考试没考好，不敢告诉爸妈',
  '一个人在外地，有点想家',
  '谢谢你昨天陪我聊天，好多了',
  '今天加班到十点，累得不想说话',
  '我家的猫今天特别黏人，心情好了很多',
  '同事把我的方案当成他的报上去了，气死我了',
  '明天要面试，紧张得手心出汗',
  '感觉没有人真正懂我',
  '终于把论文交了，松了一口气',
  '周末不知道该做什么，有点空虚',
  '妈妈住院了，我很担心她',
  '我是不是太敏感了',
  '今天跑了五公里，感觉不错',
  'I feel so alone tonight',
  'My boss yelled at me again and I just froze',
  'I passed the exam, I still cannot believe it',
  'I keep thinking about what she said to me',
  'Work has been really stressful lately',
  'Thank you for listening, it helps',
  'I had a fight with my best friend and I miss her',
  'I cannot sleep and I do not know why',
];

const OPENINGS = [
  '其实',
  '说真的，',
  '刚才',
  '今天下午',
  '想了很久，',
  '不知道为什么，',
  '',
  '唉，',
  '你好，',
  '后来',
];
const WHO = [
  '同事',
  '室友',
  '妹妹',
  '老同学',
  '邻居',
  '舅舅',
  '班主任',
  '客户',
  '教练',
  '房东',
  '表姐',
  '同桌',
];
const WHAT = [
  '提起了旧事',
  '没有回我消息',
  '送了我一盆绿萝',
  '说我变了',
  '约我周末吃饭',
  '又迟到了',
  '换了工作',
];
const FEELING = [
  '心里堵得慌',
  '有点开心',
  '挺失落的',
  '觉得好笑',
  '松了口气',
  '有些烦',
  '很感动',
  '说不上来的累',
];

/** A message nobody sent before: it has a number in it, as many do. */
export function newMessage(random: Random): string {
  const amount = 1 + Math.floor(random() * 9000);
  return `${pick(OPENINGS, random)}${pick(WHO, random)}${pick(WHAT, random)}，已经第${amount}回想起这件事了，${pick(FEELING, random)}`;
}

/** So many clients, each a user of their own with one session and `turnsEach` messages. */
export function simpleClients(clients: number, turnsEach: number, seed = 1, prefix = 'user'): TurnInput[][] {
  const random = seededRandom(seed);
  return Array.from({ length: clients }, (_, client) =>
    Array.from({ length: turnsEach }, () => ({
      message: pick(PHRASES, random),
      user_id: `${prefix}-${seed}-${client}`,
      session_id: `${prefix}-session-${seed}-${client}`,
    })),
  );
}
