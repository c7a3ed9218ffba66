import { en, type PhraseRule } from './rule.types.js';

/** What takes an English match back, each by name. */
export const enContextRules: readonly PhraseRule[] = [
  en.exclusion(
    'en.idiom.dying-to',
    'none',
    `(dying|die) (to|for) (see|meet|know|try|get|hear|go|have|watch|read|visit|eat|tell|find|ask|play|use|travel|show|it|a|some|you|this|that|the|food|pizza|chocolate|these|those)
    (to|would|could|id) die for
    (die|dying|died|dead) (of|from|with) (laughter|laughing|embarrassment|boredom|cringe|cuteness|happiness|shame|curiosity|excitement|cold|heat|hunger|thirst|jealousy|envy|awkwardness|anticipation|old age)
    (die|dying|died) laughing
    (want|wanted|wanna|going|gonna|like|could|almost|nearly) (to|i could|) (just|) die (of|from) (laughter|laughing|embarrassment|boredom|cringe|cuteness|happiness|shame|curiosity|excitement|cold|heat|hunger|thirst|jealousy|awkwardness)
    (want|wanna|going|hope|need) (to|) die (happy|a happy|rich|old|peacefully of old age|a legend|knowing|on this hill|trying)
    (wouldnt|wont|not gonna|not going to|isnt going to) kill (you|me|him|her|us|them)
    die (hard|another day|antwoord|in a fire|in the game|in game|on the hill)
    (never say die|old habits die|diehard|do or die|ride or die|drop dead gorgeous|drop dead|dead line|over my dead body|dead serious|dead tired|dead end|dead on|dead battery|phone is dead|brain dead|dead weight|dead sea|red dead|walking dead|evil dead|half dead|dead lift|dead pool|dead beat|dead ass)`,
  ),
  en.exclusion(
    'en.idiom.kill',
    'none',
    `(killer) (app|feature|whale|bee|queen|instinct|workout|heels|smile|looks|deal|joke)
    (could|would|id|i would|i could|i d) (kill|murder) (for|a|some|to) (a|an|some|pizza|coffee|burger|beer|nap|sleep|that|this|see|have|be|get|go|chocolate|sandwich|drink|steak)
    (deadline|deadlines|workout|homework|boss|heat|shoes|feet|back|head|headache|exam|exams|finals|traffic|suspense|wait|weather|cramps|allergies|commute|job|work|hill|kids|humidity|class|hangover|stairs|gym|leg day|paper|essay|project|meeting|meetings|jokes|anticipation|cuteness|waiting|silence|price|prices|legs|knees|cold|cough|sunburn|schedule|professor|teacher) (is|are|was|were|s|will|has been|have been|literally|gonna|be) (literally|absolutely|really|just|so|going to|gonna|the|been|about to|) (killing|kill|killed|death|killer|murdering) (me|of me|us|myself|)
    (kill|killing|killed) (time|two birds|the lights|the engine|the process|a process|the mood|the vibe|the server|the task|switch|it at|it on|it with|the job|the program|the app|a python|the weeds|bacteria|germs|zombies|the boss|mosquitoes|cockroaches|bugs|the bugs|a mockingbird|bill|the music|the buzz|some time|the noise)
    (killed|killing|slayed|slaying) it
    (dressed to kill|buzz kill|buzzkill|skill|kill streak|killstreak|kill count|kill joy|killjoy|overkill|road kill|kill la kill|license to kill)
    (kill|killing|killed) (myself|yourself|himself) (laughing|with laughter|at the gym|to get there|over a|over the|over this|working|studying|trying to|with work|to finish|to meet|for this|training|exercising|with exercise|at work|doing)
    (not|dont|wont|no need to|without|stop) (kill|killing) (myself|yourself) (over|to|for|with|at|by|trying|working)
    (shoot|hang) (myself|me) (in the foot|an email|a message|a text)
    (shot|shooting|shoot) myself in the foot
    (rope course|jump rope|skipping rope|tow rope|learning the ropes|show me the ropes|tug)
    (bath bomb|photo bomb|cherry bomb)
    (socrates|romeo|juliet|hamlet|villain|hero|king|queen|witch|emperor|character|protagonist|snow white) (drank|drinks|took|takes|swallowed|swallows) (the|a|) {poison}`,
  ),
  en.exclusion(
    'en.idiom.other-sense',
    'none',
    `(suicide) (squad|doors|door|bombing|bomber|bombers|prevention|awareness|hotline|lifeline|silence|machine|watch duty|king|mission|run|grip|burn|burnout|shift|wings|sprints|sprint|squeeze|forest|kings|drink|pact in|rate|rates|statistics|research|theory|survivors|survivor|risk assessment|gene|vest|attack|attacks|crisis line|helpline|loss|postvention|studies|study|by durkheim|data|trends|is the leading|among|stigma|contagion|letter of|commando|tackle|girls|boys)
    (social|political|career|financial|commercial|professional|economic|cell|apoptosis|ritual|assisted|mass|cult|physician assisted|murder|business|electoral|artistic|journalistic) suicide
    (prevent|preventing|prevention of|research on|researching|study of|studies on|book about|movie about|film about|article about|paper on|essay on|documentary about|novel about|song about|news about|lecture on|training on|awareness of|stigma around|discussing|discussion of|statistics on|rates of|theories of|theme of|class on|podcast about|poem about|talk on|writing about|report on|reading about|learning about|topic of|ethics of|history of|play about|show about|chapter on|thesis on|presentation on|project on|depictions of|portrayal of|scenes of|content warning|trigger warning|cw|tw) (teen|youth|student|veteran|military|the|a|adolescent|male|her|his|) (suicide|self harm|suicidal ideation|suicides|suicidal behavior|suicidal people)
    (romeo|romeos|juliet|juliets|hamlet|hamlets|ophelias|ophelia|cobain|hitler|hemingway|woolf|plath|virginia|van gogh|robin williams|epstein|bourdain|cleopatra|brutus|werther|socrates|anna karenina) ~5 (suicide|killed himself|killed herself|suicidal|took his own life|took her own life|kill himself|kill herself)
    (cut|cutting) (myself) (shaving|while shaving|while cooking|cooking|chopping|slicing|a slice|some|a piece|on accident|by accident|accidentally|some slack|off from|loose|short|opening|out of|off)
    (cut|cutting) (myself) (on|on a|on the|on my|on some|on an) (can|tin|knife|kitchen knife|nail|fence|paper|glass|broken glass|thorn|thorns|door|edge|lid|metal|branch|rose|old can|tin can|envelope|page)
    (cut|cutting|burned|burnt) myself while (chopping|slicing|peeling|cutting|dicing|cooking|carving|baking|ironing|gardening)
    (it|book|novel|movie|film|show|story|series|play|poem) (deals with|explores|depicts|portrays|addresses|discusses|tackles|touches on|is about|was about) (suicide|self harm)
    (knife|scissors) in my hand ~2 (chopping|cooking|cutting|slicing|peeling|kitchen)
    ending it with (him|her|my|them)
    dead inside (until|before|without) ~3 (coffee|caffeine|tea)
    (accidentally|accidently) (cut|burned|hurt|hit|injured|stabbed|shot) (myself)
    (hurt|injured|hit|burn|burned|burning|hurting) (myself) (playing|running|falling|lifting|at the gym|skiing|training|out|working out|while|on the stove|cooking|on the oven|dancing|climbing|jogging|in the game|skating|exercising)
    (end|ending) (it all|my life) (well|with|happily|on a high|right|story|as a|work)
    (end|ending|quit|leave|leaving|finish) (my|this|the) (life in|career|job|marriage|relationship|day|week|year|semester|lease|contract|meeting|class|chapter|trip|story)
    (jump|jumping|jumped) (off|from|into|out of) (a|the) (diving board|plane|pool|bandwagon|couch|bed|trampoline|wagon|swing|lake|ocean for|pool and|dock|river to swim|bus|cliff into|airplane|train at)
    (bungee|base|cliff|parachute|skydive|skydiving|parkour|diving) ~6 (bridge|cliff|building|plane)
    (cliff diving|bungee jumping|base jumping)
    (unalive) (the|him|her|them|npc|enemies|a|zombies|boss)
    (catch the bus) (to|home|at|from|downtown|into|for|on|and|every|in|tomorrow|because|this morning)
    (need to|have to|going to|gonna|to|run to|ran to) catch the bus
    (od) (on) (chocolate|coffee|caffeine|sugar|candy|pizza|netflix|vitamins|cuteness)
    (overdose|overdosing|overdosed) (of|on) (cuteness|sugar|caffeine|chocolate|candy|coffee|carbs|netflix|joy|love|food|cheese|christmas|nostalgia|sunshine|vitamin|vitamin c|turkey)
    (sugar|caffeine|cuteness|chocolate|information|sensory|drug|vitamin|opioid|accidental) overdose
    (overdose) (prevention|awareness|deaths|crisis|rates|statistics|reversal)
    (aws|azure|google|gcp|cloud|amazon|windows|office|microsoft|hashicorp|alibaba|key management service|vault) kms
    kms (key|keys|is a|is an|is the|encryption|service|server|servers|client|activation|license|licence|host|policy|policies|api|permissions|alias|arn|grant|grants|rotation|cmk|console|pricing|decrypt|encrypt|sdk|endpoint|secret|secrets|provider|activator|tool|stands for|managed|connector)
    (want|wanna|need|have|like|trying|going|gonna|try|hope|plan|rush|running|love|prefer|able|time) (to|) catch the bus (to|home|at|from|downtown|into|for|on|and|every|in|tomorrow|because|this morning|back|before|instead|with)
    (gonna|going to|wanna|want to|ready to|should just|should i|might just|might|could just|will just|ima|imma|gotta) jump (in|into|on|onto|to|for joy|rope|over|back|ahead|straight|right|up|around|through|ship|start|at|the queue|the gun|higher|out of bed|out of a plane|out of the plane|off the couch|off the diving|off the bed|off the call|off a call|off here|off this call|off to|with joy|between|out to|aboard|rooms|as high|from topic|too)
    (jumping|jump) (out of|out|off) (a|an|the|this|to|of|that) (plane|airplane|diving board|of a plane|of an airplane|bed|call|couch|to conclusions|trampoline|of bed)
    (bought|ordered|got) (a|some|the|my) (strong|new|thick|) rope ~4 (climbing|camping|clothesline|boat|swing|tent|gym|garden|hammock|truck|moving|dog|dogs|horse|cat|tie down|tug|workout|jump|skipping|sail|sailing|ladder|laundry|trailer|roof rack|rescue|decoration|craft|crafts|macrame)
    (jump|skipping|dog|climbing|tow) rope
    (end|ending|finish) (things|everything|this) (tonight|today|tomorrow|this evening|this weekend|right now) (with|between) (him|her|my|us|them|the|this)
    zisha (teapot|teapots|pot|clay|tea|hu|cup|ware|pots|ceramics|purple|kettle|teaware)
    (yixing|yi xing|purple clay) zisha
    (tired|sick|fed up) of (living) (here|in|with|at|paycheck|on|like roommates|out of)
    (done|tired|sick) (with|of) life (insurance|sciences|science|drawing|coaching|lessons|of)
    (dont|do not) (want|wanna) to (live) (in|with|here|at|near|there|without you|without him|without her|alone|together|on campus|downtown|that far)
    (want|wanted|wish|wanna|going|love) to live (in|with|here)
    (dont want to|dont wanna) (be here anymore|wake up) (early|at|for|before|so early|on monday|he|she|at work)`,
  ),
  en.exclusion(
    'en.idiom.ordinary-absence',
    'none',
    `i (wont|will not|am not going to|am not gonna) be (here|around) (tomorrow|in the morning) ~4 (vacation|holiday|off|work|appointment|class|flight|trip|cover|shift|doctor|dentist|travel|traveling|school|meeting|wedding|back|office|sick leave|conference)
    (vacation|holiday|day off|appointment|flight|trip|dentist|wedding|conference|traveling|out of office) ~6 i (wont|will not) be (here|around) (tomorrow|in the morning)`,
    { acrossCommas: 'steps' },
  ),
  en.soften(
    'en.past.survived',
    'low',
    `(was|been|felt) suicidal (two|three|a few|some|many|five|ten|several|a couple|couple|four|six) (of|) (years|months|decades) ago ~3 (okay now|better now|fine now|good now|saved me|doing well|glad im|grateful|happy now|recovered|ok now)`,
    { acrossCommas: 'all' },
  ),
  en.soften(
    'en.denial.am-not',
    'low',
    `(not|never|isnt|arent|wasnt|aint|no longer|never been|neither) (feeling|actively|actually|really|at all|currently|even|being|saying im|saying i am|gonna be|going to be|) (suicidal|suicidal at all|suicidal or anything|thinking of suicide|thinking about suicide|considering suicide|contemplating suicide) (i|and|but|because|since|for|now|today|tonight|anymore|right now|lately|)`,
    { acrossCommas: 'all' },
  ),
  en.soften(
    'en.hostility.told-me',
    'medium',
    `(told|tells|telling|tell|said|asked|commented|saying) (me|that i should|i should) (to|should|) (go|just|) (kill myself|kms|die|kys|go die)`,
  ),
  en.soften(
    'en.bereavement.by-suicide',
    'low',
    `(attempted|tried) (suicide|to kill myself|to end my life|to die) ~3 (years ago|decade ago|in high school|in college|as a teen|as a teenager|when i was) ~4 (glad i survived|glad i lived|glad i failed|glad im alive|glad im here|glad im still here|grateful to be alive|thankful i survived|thankful im alive)
    (lost|losing|lose) ~5 to suicide
    (brother|sister|father|mother|dad|mom|mum|son|daughter|uncle|aunt|cousin|husband|wife|boyfriend|girlfriend|friend|roommate|classmate|grandfather|grandpa|neighbor|coworker|teacher|ex) (who|had|has|who had|) (committed|died by|died of|died from) suicide
    (brother|sister|father|mother|dad|mom|mum|son|daughter|uncle|aunt|cousin|husband|wife|boyfriend|girlfriend|friend|roommate|classmate|grandfather|grandpa|neighbor|coworker|teacher|ex) (killed himself|killed herself|took his own life|took her own life|hung himself|hung herself|hanged himself|hanged herself|shot himself|shot herself)`,
  ),
  en.soften(
    'en.denial.not-suicidal',
    'low',
    `(not|never|wont|would never|dont|wouldnt|will never|didnt|havent|would not|will not|do not|am not|could never|isnt|doesnt|promise not|arent|aint) (ever|actually|really|even|at all|just|) (going to|gonna|want to|wanna|trying to|planning to|thinking of|thinking about|think about|thought of|thought about|planning on|intend to|wanting to|about to|considering|considered|plan to|feel like|plan on|feel the need to|want|like i want to|gonna actually|wish to|try to|have any plans to|have plans to|have any intention to|have intentions to|saying i want to|say i want to|have thoughts of|have any thoughts of|have thoughts about|had thoughts of|have any desire to|) (actually|really|ever|) (kill myself|killing myself|die|dying|end my life|ending my life|hurt myself|hurting myself|harm myself|harming myself|commit suicide|suicide|be dead|self harm|cut myself|kill him|kill anyone|kill themselves|kill herself|kill himself|take my own life|end it all|unalive myself|overdose|take my life|do anything to myself)
    (no|without any|without|zero|any|never had) (thoughts of|intention of|intentions of|desire to|plans to|plan to|plans of|thought of|intent to|wish to|suicidal|urge to|urges to|intention to) (thoughts|suicide|killing myself|kill myself|die|dying|hurting myself|hurt myself|end my life|harming myself|harm myself|suicidal thoughts|ideation|intent|self harm|ending my life|feelings|tendencies)
    (dont|do not|never|havent|didnt|havent had|dont have|not having|never had|not have|no longer have) (have|had|having|feel|felt|get|) (any|) (suicidal|thoughts of suicide|suicide) (thoughts|ideation|feelings|tendencies|intent|urges|plans|)
    (dont|please dont|never) (kill|hurt|harm) (myself|yourself)`,
  ),
  en.soften(
    'en.hyperbole.die-of',
    'low',
    `(so|such) (embarrassed|embarrassing|awkward|cringe|tired|bored|hungry|cold|hot|hungover|full|sore|sleepy|cringey|humiliating) ~4 (want to die|wanna die|could die|wanted to die|kill myself|kms|i died|dying)
    (embarrassed|embarrassing|embarrassment|awkward|cringe|bored|hungry|hungover|cramps|homework|monday|finals|exam|exams|allergies|math|calculus|cold|flu|gym|workout|period) ~6 (want to die|wanna die|wanted to die|kms|kill me|kill me now|wanna kms|could die|kill myself)
    (kms|wanna die|want to die) (lol|lmao|haha|hahaha|lmfao|rofl|jk|xd|im so embarrassed|so embarrassing|this homework|this exam)
    (kill me now|kill me|kill me please|just kill me) (lol|lmao|haha|this homework|this meeting|this class|mondays|its monday|so boring|so embarrassing)
    (jump|throw myself) (off a bridge|out a window|out the window) (lol|lmao|haha)`,
  ),
  en.soften(
    'en.hostility.to-others',
    'low',
    `(you|u|he|she|they|everyone|all of you|yall|ya|these people|those people|boss|trump|bitch|asshole|somebody|someone|go|and|please|just) (should|can|need to|deserve to|better|could|must|all should|just|to|go|must all|) (just|go|all|please|go and|to|) (kill yourself|kill yourselves|die|kill himself|kill herself|kill themselves|hang yourself|neck yourself|jump off a bridge|drop dead|burn in hell|end yourself|end your life|die in a fire)
    (go die|kys|kill yourself|kill ya self|kill urself|kill ur self|hope you die|hope he dies|hope she dies|hope they die|wish you were dead|wish he was dead|wish she was dead|want him to die|want her to die|want them to die|wants me to die|hope you all die)
    (told|tells|telling|tell|said|asked|commented|saying) (him|her|them|people|someone) (to|should|) (go|just|) (kill myself|kill himself|kill herself|kill themselves|kms|die|kys|go die)`,
  ),
  en.frame(
    'en.frame.fiction',
    'none',
    `(novel|movie|film|character|characters|protagonist|the book|story|tv show|series|episode|anime|manga|video game|fiction|fictional|lyrics|song|play|plot|scene|hero|villain|script|screenplay|documentary|fanfic|author|actor|actress|chapter|poem|theater|theatre|musical|opera|netflix|comic|album|band|vinyl|biggie|lyric|narrator|villain|respawn|respawned|minecraft|roleplayed)`,
  ),
  en.frame(
    'en.frame.news-and-work',
    'none',
    `(news|reported|reports|article|headline|police|study|studies|research|researchers|statistics|data|survey|thesis|dissertation|prevention|awareness|training|volunteer|counselor training|lecture|seminar|workshop|course|professor|history|historical|historian|law|legal|debate|policy|court|insurance|essay on|paper on|documentary|journalist|journalism|celebrity|singer|emperor|soldiers|veterans|according to|psychology class|textbook|campaign|who reports|cdc|clinical trial|church|bible|theology|buddhism|priest|sermon|salvation|catholic|nursing school|warning signs|crisis line|citations|interviews)`,
  ),
  en.past(
    'en.past.once',
    'none',
    `(used to|years ago|years back|a year ago|months ago|back then|in the past|when i was|once|previously|last year|in high school|in college|as a teenager|as a teen|as a kid|at one point|long ago|formerly|in my teens|in my twenties|back in|there was a time|had been|a while ago|a long time ago|decade ago)`,
  ),
  en.resolved(
    'en.past.over-now',
    'none',
    `(not anymore|no longer|im better now|i am better now|much better now|im fine now|im okay now|im ok now|doing better|doing great|doing well|better now|recovered|got through it|got past it|in recovery|im happy now|glad im alive|glad i didnt|glad i survived|glad im still here|happy to be alive|thankful i|but now im|those days are|moved past|overcame|past that now|grateful to be alive|im good now|life is good|dont feel that way|dont anymore|im glad i|those thoughts are gone|havent since|ive been clean|i have been clean|i have healed|things got better|it got better|came through|made it through|feel better now|i feel good now|stable now)`,
  ),
];
