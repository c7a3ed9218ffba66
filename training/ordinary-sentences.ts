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
怎么关闭占用端口的进程
杀毒软件把我的文件误删了
子进程变成孤儿进程会怎样
任务管理器里结束任务没有反应
数据库连接池耗尽，服务挂掉了
这段死代码可以删掉吗
两个事务互相等待就死锁了
硬盘快死了，数据能导出来吗
电脑蓝屏了，是不是内存坏了
怎样终止一个卡住的脚本
開機之後又當機，要怎麼救資料
程式跑到一半就掛了
羡慕他们能去看演唱会
好羡慕你家有院子
美死了这件裙子
香死我了，这锅红烧肉
可爱死了这只小猫
爽死了，暑假终于到了
高兴死了，拿到录取通知了
忙死了，连水都没喝
堵死了，一个小时才走两公里
无聊死了，有什么好玩的
贵死了，这家店再也不来了
活着就是为了吃好吃的
能活在这个时代真不错
我想好好活下去，看孩子长大
我还想好好活着呢
我会好好活着，好好吃饭
我想活到一百岁
我想好好过日子
我想好好生活，好好工作
他走了以后我一直有点自责，没有多陪陪他
朋友走了三年了，我常常想起他
我一直怪自己没有早点去看爷爷
都过去了，现在挺好的
止痛药和感冒药能不能一起吃，伤不伤肝
吃药期间喝酒会不会伤肝
我想五十岁之前走遍全国
我想在退休之前学会弹琴
活着的感觉太棒了，早上的阳光真暖
生活真美好，今天的云特别好看
健健康康地活着就是福气
打死我都不说这个秘密
死也不会把配方告诉别人
就算死我也要追完这部剧
我死活想不起密码了
这个知识点死活记不住
跳伞要多少钱，需要体检吗
跳伞和滑翔伞哪个更刺激
第一次高空跳伞，教练说不用怕
跳绳一天跳多少个合适
跳楼机排队要多久
蹦极绳安不安全
从三米板跳下去要注意什么
跳江里游泳安全吗，夏天水凉不凉
端午节为什么要纪念屈原
荆轲刺秦王最后怎么样了
虞姬为什么在霸王面前拔剑
王国维为什么选择昆明湖
崇祯皇帝为什么在煤山上吊
苏格拉底为什么喝下毒酒
三毛和海子的作品哪个好读
川端康成的雪国讲了什么
一只知更鸟停在窗台上
房思琪的书我还没看完
杀人回忆好看吗
死亡诗社好看吗
死亡笔记结局是什么
东方快车上是谁杀的人
无人生还的凶手是谁
尼罗河上的惨案看了两遍
寂静岭这个游戏恐怖吗
艾尔登法环哪个首领最难
死亡细胞怎么解锁新武器
黎明杀机怎么玩人类
这游戏好玩吗，多少钱
只狼里死了上百次终于过了
飞行棋里我的棋子被吃掉了
狼人杀第一晚我就被刀了
狼人杀女巫的毒药要不要第一晚用
剧本里我是第一个死的角色
吃鸡落地成盒，队友都笑我
跳伞跳到机场，枪都没捡到就被打倒
开局就被淘汰，再来一把
从悬崖上跳下去才能捡到那件装备
这一关要跳下去才能找到宝箱
我想吃药膳排骨
药膳鸡汤怎么炖
药酒泡多久能喝
想吃山药炖鸡
断头饭这个词是什么意思
断肠草长什么样，会不会和金银花弄混
毒蘑菇怎么分辨
木炭怎么点着，烤肉店用什么炭
烧烤用机制炭还是果木炭
炭火烤红薯最香
冬天烧炭取暖记得开窗通风
家里装一氧化碳报警器有用吗
液化气瓶放在厨房哪里安全
安眠药是处方药吗，要去哪个科开
安眠药吃久了会不会依赖
医生给我爸开了半片安定，饭后吃吗
妈妈睡不好，医生建议先不吃药
褪黑素和安眠药有什么区别
感冒药一次吃几片，说明书丢了
药店几点关门
阿司匹林要空腹吃吗
老人忘了吃降压药要不要补
布洛芬和对乙酰氨基酚能一起吃吗
除草剂打完多久能种菜
农药瓶应该怎么回收
老鼠药放在哪里狗才碰不到
割双眼皮疼不疼
割阑尾要住院几天
稻子割完了，地里空了
手腕扭了，要不要冰敷
打完球手腕疼
上吊桥的时候腿软了
吊瓶打完了，护士马上来
今天在楼顶晒被子，风好大
天台上种了番茄和薄荷
我们公司在二十八楼，夜景很美
结束了一天的工作，去喝一杯
这个学期终于结束了
一切都结束了，我们赢了
想消失几天，去山里露营
好想从群里消失，消息太多了
不想活成别人期待的样子，想做自己
不想活得那么累，周末去泡温泉
再也不想加班了
再也不想见到这门课了
永远离开了那家公司，心情真好
我准备走了，票已经买好
给孩子们留了饭，晚上热一下就能吃
把猫托给朋友照顾，我出差三天
银行卡密码改好了，别再忘了
保险受益人写谁比较好
立遗嘱需要公证吗
墓地现在多少钱一块，爷爷让我问问
清明节扫墓带什么花
寿衣店的生意好做吗
养老金够不够活到九十岁
外婆九十岁了，身体还很好
我家仓鼠能活几年
金鱼怎么养才不容易死
多肉被我养死了三盆
蟑螂药哪个牌子好
蚂蚁怎么杀得干净
笑到肚痛，呢条片真係好笑
笑到喊，你哋睇咗未
熱到死，開冷氣啦
攰到隻狗咁，想瞓覺
餓到傻咗，食咩好
嬲死我，巴士又走咗
靚死喇呢件衫
隻遊戲好難玩，次次都死
畀阿媽鬧死，又唔記得帶鎖匙
跳樓價大減價，快啲嚟買
電話死機，點樣重新開
聽日唔使返工，正到爆
累死了，今天爬了十層樓
這部電影好看到哭死
氣死我了，外送又送錯
好吃到想哭，這家拉麵
這個角色最後死了，我不能接受
跳樓機好可怕，我不敢坐
報告終於交了，解脫
how do I stop a background process on windows
the daemon keeps killing my worker
git hangs and I have to kill it
the app crashes and dies on startup
dead code elimination in the compiler
what does deadlock mean in databases
the boss killed me ten times, any tips
we died to the dragon again, one more try
my character fell off the cliff and lost everything
you have to jump off the tower to reach the chest
is skydiving scary
how much does a parachute jump cost
to kill a mockingbird was on our reading list
who is the killer in the last episode
the book ends with a funeral and I cried
death of a salesman is a great play
why did socrates drink the poison
sylvia plath wrote beautiful poems
dying for a cup of tea
dead bored in this meeting
I am so jealous I could scream
it feels good to be alive today
glad to be alive on a morning like this
what charcoal is best for grilling
do sleeping pills cause dependence, my mom got half a pill
how long between two doses of paracetamol
I always forget to take my vitamins
where can I return expired medicine
i feel dead after leg day
i feel like i could sleep for a week after that flight
i want to disappear to the beach for a weekend
i feel so done with winter
i do not want to live in this city any more, rents are crazy
i want to end my contract early
rope climbing was hard today
she cut her bangs and hates them
the bridge was closed so we took the ferry
the view from the rooftop bar is great
`
  .trim()
  .split('\n');
