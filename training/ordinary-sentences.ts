/**
 * Sentences written for this project: ordinary talk in words that elsewhere speak of dying, cutting, jumping, pills and
 * leaving. Posts and dialogues hold too few of them for the classifier to learn that the word is not the wish.
 */
export const ordinarySentences: readonly string[] = `
这个线程卡死了，杀掉重启就行
怎么强制结束一个后台程序
服务器又挂了，重启以后还是起不来
僵尸进程怎么清理，kill 完还在
电脑死机了怎么办
这两种药能不能同时吃
头孢和酒为什么不能一起
医生开的安眠药饭前吃还是饭后吃
孩子误食了一颗维生素要紧吗
这个药的说明书上写一天三次
退烧药隔多久可以再吃一次
我想三十岁之前买房
我想四十岁退休去海边开店
周末想去爬山，从山顶看日出
蹦极的时候从桥上往下跳太刺激了
跳水比赛从十米台跳下来好帅
下班想从公司直接走回家
这位诗人很年轻就不在了，很可惜
那个歌手的歌我一直很喜欢，听说他走得很早
小说结尾男主角死了，我哭了好久
电影里那个人从楼上掉下去还活着
纪录片讲了一战时士兵的遗书
历史课讲到项羽在乌江边自刎
新闻说有人跳江救人
切菜不小心割到手了，贴个创可贴
剪刀把手划了一道口子，好疼
绳子在哪里买，我要捆快递
想买一把好用的水果刀
木炭烧烤比电烤好吃
这附近有没有适合看夜景的天台餐厅
大桥上风好大，照片都拍糊了
我想早点结束这个会议
想快点结束这个项目好好休息
终于解脱了，考试全部结束
这段关系结束了，我挺平静的
我要离开这座城市去北京工作了
想一个人去旅行，谁也不告诉
睡到自然醒真幸福，不想起床
困死了，想睡一整天
一起去吃火锅吗，有没有人
约吗，周末打球
有人一起拼车吗，女生优先
累死我了今天搬了一天家
笑到肚子疼，这个视频太好笑了
饿死了，什么时候开饭
我妈要是知道我又乱花钱会杀了我
热死人了这个天气
蚊子怎么打都打不死
花养死了，是不是水浇多了
游戏里又死了十次，心态崩了
我的号被封了，不想玩了
手机没电了，先走了，再见
我先撤了，明天见，大家晚安
护士说病房里很忙，上周来了几个急诊
志愿者培训讲了怎么接心理热线
论文写的是青少年心理健康
how do I kill a process that hangs
the server died again, restarting it now
my phone died on the way home
I could die of embarrassment, I called my teacher mom
so awkward I wanted to sink into the floor
dead on my feet until I get some coffee
I am dead tired, going to bed early
take me out for dinner tonight
I want to dance all night
our ward had two overdose cases last week, busy shift
the nurse said the patient in room two took the wrong pills
can I take ibuprofen and cold medicine together
how many vitamins a day is too many
this traffic is killing me
I would kill for a slice of pizza
he jumped off the diving board and everybody cheered
we are jumping into the lake this weekend
I cut my finger chopping onions
my plant is dying, what should I do
the battery is dead
the movie killed off my favourite character
that joke killed me
ending this call now, talk tomorrow
I want to leave this town and start a new job
I am so done with this homework
writing my goodbye email to the team, last day tomorrow
the poet died young, such a loss
our history class covered the last letters of soldiers
`
  .trim()
  .split('\n');
