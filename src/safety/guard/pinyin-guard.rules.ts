import { pinyinForbid, type GuardRule } from './guard-rules.js';

/** Encouragement in Chinese written with Latin letters. */
export const pinyinGuardRules: readonly GuardRule[] = [
  pinyinForbid(
    'guard.pinyin.encouragement',
    'encouragement',
    `qu si (ba|hao le|a)
    ni qu (si|zi sha|tiao lou) (ba|)
    ni (qu|jiu|hai shi|ying gai|bu ru|gan jin|kuai) (qu|) (si|zi sha|tiao lou|shang diao|ge wan)
    (ni|) (qu|) (zi sha|tiao lou|shang diao|ge wan|tiao xia qu) ba
    (si|zi sha|si le) (jiu|shi|ye shi) (neng|hui|yi zhong|) jie tuo
    ni (bu pei huo|ying gai si|gai si)`,
  ),
];
