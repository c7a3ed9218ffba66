import { en, type PhraseRule } from './rule.types.js';

/** Harmless company a hard word keeps in English, each by name: games, songs, studies, machines, animals, food, work. */
export const enTopicRules: readonly PhraseRule[] = [
  en.exclusion(
    'en.topic.game',
    'none',
    `(killed|kill) myself (at|on) (spawn|respawn|the checkpoint|level)
    (kill|killing|killed|blow|blowing|blew) (myself|myself up) (with|on|in|using) (my own|the|a|an|this|that|my) (own|) (grenade|grenades|rocket|rockets|bomb|bombs|nade|nades|explosion|spike|spikes|lava|turret|trap|level|game|map|match|lobby|round|boss fight|boss|tower|turtle shell|shell|molotov|c4|fireball|creeper)
    (killed|killing|kill) myself in (minecraft|fortnite|valorant|mario|dark souls|elden ring|the sims|sims|gta|skyrim|zelda|roblox|league|overwatch|apex|pubg|terraria|game)
    (bleeding out) ~4 (revive|res|heal|medkit|teammate|downed|pick me up|respawn|bandage|game)
    (revive|heal|res|medkit) ~4 (bleeding out)
    (jumped|jump|fell|jumping) off ~2 (tower|roof|cliff|building|map|ledge|bridge) ~5 (respawn|respawned|level|checkpoint|game|npc|boss|loot|fall damage|reload|reloaded)
    (respawn|respawns|respawned|speedrun|speedrunning) ~4 (suicide|kill myself|killing myself)
    (sim|character|avatar|npc|villager|player) ~2 (commits suicide|committed suicide|kills himself|kills herself|killed himself|killed herself|jumps off|drowned|wants to die|is suicidal)`,
  ),
  en.exclusion(
    'en.topic.title-or-lyric',
    'none',
    `(thelma|louise|villain|hero|heroine|character|characters|stuntman|protagonist|superman|batman) ~1 (drive|drove|drives|jump|jumped|jumps|leap|leaps) (off|into) (a|the) (cliff|bridge|building|roof|ledge|pier)
    (woman|man|character|protagonist|heroine|detective|villain|actress|actor) (writing|writes|wrote|finds|found|leaves|reads|reading) (a|the|his|her) suicide (note|letter)
    (lyric|lyrics|line|chorus|song|verse|quote|track) (that|where|goes|says|about|is|like|called|titled|named|she sings|he sings|which goes|saying|that goes|that says|) (i|just|) (just|) (wanna|want to|wanted to) (die|be dead|kill myself|die tonight|die in your arms)
    (want to|wanna|wanted to|could|would|will|let me|can|may) die in (your|his|her|these|those|my lovers|my babys) (arms|eyes)
    (suicidal thoughts|suicidal|suicide|suicide note|suicide season|kill myself|die) by (biggie|notorious|the notorious|bring me|xxxtentacion|xxx|rage|bmth|suicideboys|nirvana|thornley|r e m|ozzy|metallica|papa roach|the band|lil|logic|billie|eminem|radiohead|durkheim|camus|bo burnham)
    (listening to|listen to|song|album|track|band|playlist|vinyl|lyrics|lyric|concert|riff|solo|covered|cover of) (the|called|named|of|from|) (suicide season|suicidal thoughts|suicidal tendencies|suicide silence|suicide solution|suicide|suicidal)
    (suicidal tendencies|suicide silence|suicideboys|suicide season|suicidal thoughts) (concert|album|song|track|tour|show|vinyl|shirt|hoodie|riff|is a classic|is a great|is my favorite|merch)
    (virgin suicides|suicide forest movie|romeo and juliet suicide|heathers|suicide room|suicide note movie)
    (suicide) (linked|season|risk|risks|leaping|slide water|soda|wing|hot wings|ideation scale)`,
  ),
  en.exclusion(
    'en.topic.study-and-help',
    'none',
    `(interviews|interview|paper|papers|study|studies|data|thesis|dissertation|essay|chapter|lecture|survey|research|article|articles|citations|literature|review|report|statistics|questionnaire|module|seminar|webinar|class|training|workshop|meta analysis|coded|coding|measuring|measure|measures|examines|examine|studying|predict|predicts|predicting|prevalence|annotating|annotate|moderating|dataset) (on|about|of|into|regarding|that|with|for|to|) (how|teen|adolescent|youth|college|student|veteran|adult|passive|active|firearm access and|depression and|self reported|trauma and|online|lgbtq|postpartum|rural|physician|the|) (suicidal|suicide|self harm|selfharm) (ideation|risk|thoughts|attempts|behavior|behaviour|behaviors|contagion|prevention|intent|posts|rates|deaths|in|among|and|)
    (firearm|gun|alcohol|poverty|media|bullying|sleep|adhd) (access|use|loss|and|) (and) (suicide|suicidal) (risk|rates|ideation|)
    (suicidal) (caller|callers|patient|patients|client|clients|participants|inpatients|teens|adolescents|veterans|characters|character|users)
    (suicidal|suicide) (ideation|risk|thoughts|behavior) (scale|questionnaire|screening|assessment|literature|research|study|measures|inventory)
    (suicidal|suicide) (ideation|risk|thoughts|behavior) (in|among) (teens|adolescents|students|veterans|youth|adults|men|women|older|college|young|children|nurses|doctors|prisoners|patients)
    (caller|client|patient|texter|someone) (has|have|had|with|who has) (a|) (plan to die|suicide plan|plan to end|plan to kill)
    (pilots|soldiers|samurai|prisoners|kamikaze|sailors|poets|troops|astronauts|passengers|settlers) ~2 (wrote|write|writing|left|sent) ~1 (farewell|goodbye|final|last|death) (letter|letters|poem|poems|note|notes|message|messages)
    (acetaminophen|paracetamol|opioid|tylenol|aspirin|insulin|heroin|fentanyl|tca|medication) overdose (treatment|management|protocol|antidote|case|cases|patients|nursing|lecture|training|in the er)
    (church|bible|catholic|buddhism|islam|theology|sermon|priest|pastor|judaism|scripture|religion|religions|christianity|quran) ~4 (suicide|suicides)
    suicide (and salvation|a sin|in the bible|in buddhism|in islam|and hell|and heaven|in literature|in japan|in rome|in greek|in ancient)`,
  ),
  en.exclusion(
    'en.topic.machine',
    'none',
    `(container|containers|pod|pods|process|processes|daemon|service|job|worker|server|script|thread|app|bot|program|vm|cell|cells|node|instance|task|laptop|pc|computer|phone|router|printer|watchdog|kernel|engine|code) (keeps|kept|just|will|to|that|then|always|randomly|) (committing suicide|commit suicide|commits suicide|committed suicide|kill itself|kills itself|killed itself|killing itself|suicide|is suicidal|suicidal)
    suicide (linked list|process|switch|script|function|signal|burn in|packet|shell)`,
  ),
  en.exclusion(
    'en.topic.animal',
    'none',
    `my (hamster|cat|dog|fish|goldfish|puppy|kitten|bird|parrot|rabbit|bunny|gecko|toddler|plant|roomba|car|chicken|horse|betta|cats|dogs|plants|succulents|fern|cactus) (is|was|just|literally|are|always|) (tried to|keeps trying to|trying to|keeps|must be|seems|wants to|might be|just tried to|almost|basically|tries to|attempts to|decided to|attempted|loves to|is|) (end it all|suicidal|commit suicide|kill himself|kill herself|kill itself|killing himself|killing itself|jump off|suicide|die on me|committed suicide|jumped off)`,
  ),
  en.exclusion(
    'en.topic.everyday',
    'none',
    `(im|i am|ive been|i was) (hang|hanging|hung) myself (out to dry|upside down|a new|a curtain|a hammock|a shelf|some|a picture|a mirror|a painting|a poster|a nice|a little|a swing|a lamp|a tv)
    (hang|hanging|hung) myself (a painting|a poster|a lamp|a tv|a print|a calendar)
    (want to die|wanna die) every time (we|someone|they|my boss|my manager|the app|the printer) (open|opens|says|mentions|use|uses|play|plays|schedule|schedules|deploy|crashes|jams)
    (id|i would|i d|would|id sooner|id rather|rather|sooner) (rather|sooner|) jump off (a|the|that) (cliff|bridge|roof|building) than (do|eat|watch|sing|karaoke|attend|date|use|wear|work with|talk to|sit through|listen|read|clean)
    see you on the other side of (finals|this|the|exams|summer|surgery|midterms|lockdown|winter|my|our)
    (workout|yoga|gym|spin|run|hill|crossfit|pilates|burpees|hike|marathon|squats|planks|deadlifts|class) (made|makes|making|had) me (want to die|wanna die|wish i was dead) ~3 (good way|lol|haha|sore|legs|abs)
    (hang|hanging|hung) (myself) (out to dry|upside down|upside|a new|a curtain|a hammock|a shelf|some|a picture|a mirror|a disco|a nice|a little|a swing|from the pull|by my knees|on the bar)
    (drown|drowning|drowned) myself in (this|that|the|a|some|my|) ~2 (ramen|broth|sauce|coffee|gravy|chocolate|cheese|work|queso|soup|blankets|music|paperwork|books|tea|netflix|salsa|ranch|ice cream|butter|homework|wine|pasta|boba|curry|perfume)
    (about to|ready to|going to|gonna|want to|wanna|time to) (jump|step off) ~5 (skydive|skydiving|bungee|parachute|plane|pool|diving board|zipline|cliff diving|trampoline|lake|instructor)
    (skydive|skydiving|bungee|parachute|high dive|zipline|cliff diving) ~8 (about to jump|ready to jump|going to jump|gonna jump|want to jump|wanna jump)
    (cut|cutting|sliced|burned|burnt|slashed|slicing|cuts) (my|up my) (hand|finger|fingers|thumb|arm|leg|palm|knuckle|forearm|wrist|hands) (opening|chopping|while|slicing|cooking|shaving|peeling|making|washing|doing dishes|accidentally|by accident|gardening|on a can|on a glass|on the oven|on the stove|on broken|on some|fixing|at work|with a bread|carving a pumpkin|carving pumpkins|building)
    (been|keep|am|im) cutting (carbs|wood|grass|class|back|down|out|paper|fabric|hair|sugar|calories|coupons|corners|costs|trees|vegetables|weight|onions|boards|ties|it close|the lawn|the grass|my own hair|my hair|some|glass|for a show|dairy|meat|cake|stencils|film|video|footage|code|budgets|alcohol|caffeine|people off)
    (id|i d|i would) rather die than (eat|watch|wear|listen|do|admit|use|drink|play|date|touch|ask|pay|sit|read|call|text|clean|cook|run|camp|hear|fly|share|spend|buy|attend|dance|sing)
    (rather|sooner) (die|be dead) than (eat|watch|wear|listen|do|admit|use|drink|play|date|talk to|lose to|touch|give up my|let you|ask|pay|sit|read|call|text|clean|cook|run|camp|hear|fly|share|spend|buy|miss this|miss the|work with|work on|work for|attend|dance|sing|see another|go to the gym|go camping|go on another date|go back to windows|move back to ohio|be caught|be seen|cheer)
    (i|just|im) (died|dead|dying|deceased) (when|at|laughing|lol|lmao) (he|she|the|they|it|this|that)
    (overdosed|overdosing|od|oded|overdose) on (pancakes|waffles|tacos|sushi|popcorn|cookies|memes|anime|turkey|pie|ice cream|boba|espresso|cheese|reality tv|podcasts|disney|eggnog|pasta|garlic|spice|tiktok|sunshine|puppies)
    im sui (nice|from|and i am|the|li|wang|zhang|your|a)
    sui (generis|iuris|juris)
    (want|wanna|need|like|going|love) (to|) (disappear|vanish) (to|into|for) (a|the|some|my) (cabin|beach|woods|mountains|island|forest|spa|weekend|week|month|day|few|while|bit|vacation|long weekend|countryside|library)
    (at peace|peace|calm|okay|ok) with (leaving|ending) (my|the|this) (job|company|school|city|team|lease|relationship|career|town|project|band|contract)
    (take|taking|took) all (my|of my|the) {pills} ~6 (prescribed|doctor|with food|with water|on time|schedule|as directed|vitamins|pharmacist|organizer|pillbox|before breakfast|like clockwork)
    (tied|tie|tying|hung|hang) (the|a) (rope|sheet|cord|noose knot) ~6 (swing|hammock|tent|dog|boat|clothesline|tarp|climb|pinata|flag)
    (loaded|loading|load) (the|my|a) (gun|nerf|staple gun|glue gun|paint gun|water gun|rifle|shotgun) ~6 (range|hunting|deer|duck|clay|nerf|targets|game|paintball|match|airsoft)
    (engine|car) (running|on|idling) ~8 (mechanic|timing|oil|tune|belt noise|garage shop|warming up|heater|battery|diagnos|rattle)
    (ending|end|ended) it with (my|the|this) (gym|bank|landlord|phone|provider|company|job)
    (last day|last shift) ~8 (given away|gave away|giving away) ~6 (desk|plants|mugs|office|stapler|snacks)`,
  ),
  en.exclusion(
    'en.topic.clauses',
    'none',
    `(someone|somebody|just|please) (shoot|kill|end) me (the|this|another|its|my) (copier|printer|meeting|monday|traffic|zoom|call|homework|wifi|line|queue|alarm|boss|teams|standup|wait|rain)
    (about to|ready to|going to|gonna) (jump) (its|this is|for|on|doing|) (my|the|a|) (first|second|next|) (skydive|skydiving|bungee|bungee jump|parachute|zipline)`,
    { acrossCommas: 'all' },
  ),
];
