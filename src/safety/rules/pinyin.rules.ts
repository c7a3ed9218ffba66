import { en, pinyin, type PhraseRule } from './rule.types.js';

/** Chinese in Latin letters. Each phrase also matches with any of its syllables written together. */
export const pinyinRules: readonly PhraseRule[] = [
  pinyin.risk(
    'pinyin.ideation.suicide',
    'medium',
    `wo xiang si
    wo xiang qu si
    wo xiang zi sha
    wo yao zi sha
    wo yao qu si
    wo xiang tiao lou
    wo bu xiang huo le
    hao xiang si
    zhen xiang si
    hao xiang zi sha
    xiang zi sha
    bu xiang huo le
    wo (hao|zhen de|zhen|jiu|zhi|) (xiang|yao|xiang yao|xiang qu|yao qu) (qu|) (si|zi sha|tiao lou|ge wan|shang diao|qing sheng|zi jin|tiao he|zi can|jie shu sheng ming|xun si)
    (hao|zhen|zhi|jiu) xiang (qu|) (si|zi sha|tiao lou)
    xiang (qu|yao|) (zi sha|tiao lou|ge wan|qing sheng|zi can|qu si|si diao|si le)
    bu xiang huo (le|xia qu|)
    bu xiang zai huo
    huo bu xia qu
    huo gou le
    huo zhe mei (yi si|yi yi)
    sheng bu ru si
    sheng wu ke lian
    rang wo si
    si le suan le
    yi si liao zhi
    zi sha
    qu si ba wo
    (wo|) (zhen de|zhen|) (bu xiang|bu yuan yi|bu yao) (zai|) huo (zhe|xia qu|le)
    (wo|) (hao|zhen|zhen de|) xiang (si diao|yi le bai le|jie shu yi qie|jie tuo le|jie shu sheng ming)
    (si le|si diao) (ji|jiu|) (jie tuo|hao le|suan le|hao)
    huo zhe (hao|tai|zhen|zhen de|) (lei|tong ku) (xiang si|bu xiang huo|xiang yi le bai le)
    w x z s
    w x zs
    w x si
    w b x h l
    w b xiang huo le
    wo bxhl
    wo xzs
    (wo|) xiang (zs|z s|sha le wo zi ji|sha si zi ji|sha le zi ji|ge shou|shang diao)
    xiang xun duan jian
    (xiang|yao shi neng) (yi jue bu xing|yi shui bu xing|yong yuan shui qu)`,
  ),
  en.risk(
    'pinyin.ideation.one-word',
    'medium',
    `(wozhendexiangsi|wozhenxiangsi|zhendexiangsi|wozhendehaoxiangsi|zhendehaoxiangsi|wozhendebuxianghuole|zhendebuxianghuole|haoxiangqusi|wozhixiangsi|woxiangsile)`,
  ),
  pinyin.risk(
    'pinyin.danger.act',
    'high',
    `wo (jin wan|jin tian|ming tian) (jiu|) (yao|) (qu|) (zi sha|si|tiao lou)
    (xie hao le|xie le|xie wan) yi shu
    (chi le|tun le) (yi ping|hen duo|quan bu) an mian yao
    zen me (si|zi sha) (bu tong|zui kuai|cai neng|bu teng)
    zen (me|yang) (cai neng|) zi sha
    zhan zai (tian tai|lou ding)`,
  ),
  pinyin.exclusion(
    'pinyin.idiom.not-suicide',
    'none',
    `zi sha (hu|cha hu|bei|cha|guo|ni|tao)
    xiang si (ni|wo|ta) le
    xiang si (bing|dou|ku)
    xiang si (nian|ji|kao|chuan|ren|jia|ying|tong|guang|hui|chao)
    wo xiang si (nian|ji|kao|chuan|ren|jia|ying|tong|guang|hui|chao)
    (hao|zhen|hen) xiang si (nian|ji|kao|chuan|ren)
    (ta|ni|ta men|wo men|ba|ma|da jia) xiang (si ji|si chuan)`,
  ),
  pinyin.soften(
    'pinyin.denial.not-suicidal',
    'low',
    `(bu xiang|mei you xiang|mei xiang|bu hui|mei you|mei xiang guo|cong mei xiang guo) (qu|yao|) (si|zi sha|qing sheng|tiao lou)`,
  ),
];
