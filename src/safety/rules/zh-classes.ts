import type { WordClasses } from '../screen/phrase-template.js';

const list = (words: string) => words.split(/\s+/).filter((word) => word !== '');

/** Word classes of the Chinese templates, in simplified characters: the text is folded before it is matched. */
export const zhClasses: WordClasses = {
  me: list('我 俺 咱 本人 老娘 老子 人家 宝宝 在下 wo'),
  suicide: list(
    `自杀 自尽 自裁 轻生 寻死 自缢 自刎 自我了断 自我了结 自我毁灭 了断自己 了结自己 杀死自己 杀了自己 杀掉自己 弄死自己 搞死自己
    毁灭自己 毁了自己 把自己杀了 把自己弄死 结束自己 结束生命 结束自己的生命 结束我的生命 结束这条命 结束这一生 结束此生 结束我这一生 结束这辈子 结束人生
    结束自己的一生 结束掉自己 结束我自己 结束我的人生 结束自己的人生 了结此生 了却此生 了结这一生 一死了之 以死解脱 死掉算了 死了算了 离开这个世界
    离开人世 离开人间 离开这世界 告别这个世界 告别人世 从这个世界消失 从世界上消失 从这个世界上消失 永远离开 永远睡去 长眠不醒 长睡不醒 一睡不醒 一觉不醒
    永远不醒来 永远不要醒来 一死百了 去见阎王 去天堂 去另一个世界 去往另一个世界 重开`,
  ),
  slangSuicide: list(
    '紫砂 紫沙 紫杀 自鲨 自沙 自刹 自莎 自煞 自傻 字杀 子杀 自s 自sha 自杀 zisha z杀 自沙sha 白给自己 噶了自己 嘎了自己 嘎掉自己 噶掉自己 嘎自己 噶自己 刀了自己 刀自己 鲨了自己 鲨自己 鲨掉自己 sewerslide unalive kms suicide 自挂东南枝',
  ),
  slangDie: list('亖 s 鼠 鼠掉 4掉 4了 寄 嘎 噶 嘎掉 噶掉 嘎了 噶了 狗带 嗝屁 升天 归西 si die 屎掉 去世'),
  method: list(
    `跳楼 跳河 跳江 跳海 跳湖 跳桥 跳崖 跳轨 跳天台 跳下去 跳落去 割腕 割脉 割喉 割颈 上吊 吊死 烧炭 服毒 服药自尽 吞药 吞安眠药 吞安眠药自杀 喝农药 喝百草枯 喝敌敌畏
    卧轨 投河 投江 投湖 投海 投井 撞火车 开煤气 吃安眠药死 吃老鼠药 喝毒药 勒死自己 捂死自己 淹死自己 闷死自己 掐死自己 饿死自己 捅死自己 捅自己 撞死自己
    往楼下跳 从楼上跳下去 从窗户跳下去 从楼顶跳下去 从天台跳下去 从桥上跳下去 从阳台跳下去 从窗口跳下去 从高处跳下去 从这里跳下去 从上面跳下去 从这跳下去 一跃而下 纵身一跃`,
  ),
  harm: list(
    `自残 自伤 自虐 割手 割手腕 割手臂 割胳膊 割大腿 割自己 割伤自己 划手 划手腕 划手臂 划胳膊 划自己 划伤自己 划大腿 伤害自己 弄伤自己 拿刀割 拿刀划 用刀割 用刀划
    用刀片划 拿刀片划 拿小刀划 用小刀划 拿美工刀划 用美工刀划 用烟头烫 烫自己 掐自己 抓伤自己 打自己耳光 扇自己耳光 扇自己巴掌 拿头撞墙 用头撞墙 咬自己 抽自己 锤自己 捶自己 砸自己 虐待自己 惩罚自己的身体`,
  ),
  pills: list(
    `安眠药 安定片 安定 佐匹克隆 右佐匹克隆 阿普唑仑 氯硝西泮 劳拉西泮 艾司唑仑 舒乐安定 唑吡坦 思诺思 地西泮 对乙酰氨基酚 扑热息痛 布洛芬 抗抑郁药 止痛药 褪黑素 头孢 舍曲林 帕罗西汀
    老鼠药 农药 百草枯 敌敌畏 氰化物 氰化钾 感冒药 降压药 秋水仙碱 碳酸锂 喹硫平 奥氮平 胰岛素 药`,
  ),
  poison: list('农药 百草枯 敌敌畏 老鼠药 氰化钾 氰化物 毒药 毒鼠强 安眠药 秋水仙碱 乌头 亚硝酸钠'),
  near: list(
    `朋友 好友 闺蜜 闺密 同学 室友 舍友 同事 男友 女友 男朋友 女朋友 前男友 前女友 对象 老公 老婆 丈夫 妻子 妈妈 我妈 母亲 爸爸 我爸 父亲 我弟 我哥 我姐 我妹 哥哥 弟弟 姐姐 妹妹
    儿子 女儿 孩子 学生 网友 邻居 老师 表姐 表妹 表哥 表弟 爷爷 奶奶 家人 亲人 她 他 ta 阿妈 阿爸 佢`,
  ),
  soonTime: list(
    '今晚 今天晚上 今夜 今日 今天 明天 明晚 明早 后天 下周 这周末 周末 等会 等会儿 等一下 等下 一会儿 待会 待会儿 马上 立刻 天亮 天亮前 生日那天 过完年 过完生日 考完试 听晚 听日',
  ),
  overdose: overdoseAmounts(),
};

/** Amounts that are no ordinary dose: ten and more pieces, whole containers. */
function overdoseAmounts(): string[] {
  const tens = list(
    '十 二十 三十 四十 五十 六十 七十 八十 九十 一百 两百 二百 三百 上百 几十 好几十 十几 二十几 三十多 二十多 十多 一百多',
  );
  const figures = Array.from({ length: 91 }, (_, index) => String(index + 10)).concat(
    list('120 150 180 200 250 300 400 500 1000'),
  );
  const pieces = [...tens, ...figures].flatMap((count) => list('片 颗 粒').map((unit) => count + unit));
  const heads = list('一 1 半 两 2 三 3 四 几 好几 整 一整 一大 大半 一小 好多 整整一 满满一');
  return [...pieces, ...heads.flatMap((head) => list('瓶 盒 把 罐 板').map((unit) => head + unit))];
}
