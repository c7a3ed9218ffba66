import type { RecallCase } from './memory-recall-cases.js';

/** Written after the lexicon and the floors were settled, and never used to change them. */
export const HELD_OUT_CASES: readonly RecallCase[] = [
  {
    person: '江岚',
    told: [
      '我是一名幼儿园老师，班里有三十个小朋友',
      '我家养了两只鹦鹉',
      '我婆婆总嫌我不会带孩子',
      '我下个月要参加注册会计师考试',
      '我一到晚上就心慌，睡不踏实',
      '我特别爱吃榴莲',
      '我老家在云南大理',
      '我欠了八万块网贷',
      '我闺蜜去年结婚后就很少联系我了',
      '我每周三晚上去上陶艺课',
    ],
    questions: [
      ['我是做什么的你还有印象吗', 0],
      ['你知道我养了什么小动物吗', 1],
      ['今天又被婆婆说了', 2],
      ['考试复习不完了', 3],
      ['昨晚又是一夜没睡好', 4],
      ['我喜欢吃什么水果', 5],
      ['我是哪里人', 6],
      ['催收又打电话来了，钱还不上', 7],
      ['感觉朋友都离我远了', 8],
      ['我平时的兴趣爱好是什么', 9],
    ],
  },
  {
    person: 'Theo',
    told: [
      'I teach math at a middle school',
      'Our tortoise Sheldon is older than me',
      'My stepdad and I barely speak',
      'I have been sober for nine months',
      'I am saving up to visit Iceland',
      'I get migraines every week',
      'My fiancee wants a big wedding and I do not',
      'I sing in a choir on Sundays',
      'I am terrified of flying',
      'My son was just diagnosed with autism',
    ],
    questions: [
      ['what is my job?', 0],
      ['do you remember the animal we have at home?', 1],
      ['my father called me today', 2],
      ['I really want a beer', 3],
      ['where did I say I want to travel?', 4],
      ['my head hurts again', 5],
      ['we argued about getting married', 6],
      ['what music do I make?', 7],
      ['I have to get on a plane tomorrow and I am scared', 8],
      ['how do I help my kid?', 9],
    ],
  },
];
