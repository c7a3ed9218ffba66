import { en, type PhraseRule } from './rule.types.js';

/** Level low in English, and the cues. */
export const enDistressRules: readonly PhraseRule[] = [
  en.risk(
    'en.distress.passive-wish',
    'low',
    `(wish|wished|should|better if|rather|hope|regret|wishing) (that|) (i|i had|id|i was|i were|my parents had|my mom had|if i had|have|i would have|if id) (never|not|been never|never been|just never) (been|) (born|existed|been born|had me|have been born)
    (wish|regret|hate|why was|never asked|didnt ask|shouldnt have been|never should have been|wish i wasnt|wish i was never|better if i was never) (i|that i was|to be|i was|having been|being|) born
    (nobody|no one|noone|who|would anyone|nobody ever|no1) (would|will|d|even|) (miss|care|notice|care about|even notice|cry for|remember) (me|if i|if im|if i was|if i were|i|about me) (were gone|disappeared|was gone|vanished|died|gone|exist|left|)
    (want|wanna|wish|could|like) (to|i could|) (just|) (disappear|vanish|fade away|evaporate|run away from everything|cease)
    dont want to be here
    (tired|exhausted|weary|sick) of (everything|life|it all|trying|fighting|this life|pretending|feeling this way|feeling like this|the pain|being me|being sad|hurting|suffering|struggling)
    (burden|bother) (to|on) (everyone|my family|my friends|others|everybody|them|my parents|people|the world|society)
    (im|i am|just|feel like|such|being|be|become) (a|just a|such a|nothing but a|only a) burden`,
  ),
  en.risk(
    'en.distress.hopeless',
    'low',
    `(i feel|i am|im|feeling|feel|so|completely|utterly|totally|life is|its all|everything is|it feels|its|felt|just|feels|its just) (so|completely|totally|utterly|just|really|pretty|very|too|absolutely|) (hopeless|worthless|meaningless|pointless|useless|empty inside|trapped|broken|dead inside|numb inside|desperate|helpless)
    (no|lost all|lost|without|have no|losing|no more|any|given up|giving up|gave up) (hope|hope left|future|way out|hope anymore|purpose|on life|all hope|on everything|on myself|hope for)
    (cant|cannot|can t|can not|dont think i can|dont know if i can|couldnt|dont know how to|dont know how much longer i can|cant keep) (take|do|handle|go|keep|bear|stand|cope|carry|endure|hold|deal|live|continue|hang|manage) (it|this|on|going|any|anymore|the pain|with this|with it|like this|another day|being) (anymore|any longer|any more|much longer|longer|like this|on|)
    (dont|cant|never) (see|think|feel|believe) (it|things|this|life) (getting|get|gets|ever getting|will get|is getting|going to get) (any|) better
    what even is the point
    (whats|what is|no|theres no|what|there is no|see no|dont see the|see the) (the|) point (anymore|of anything|of it all|of trying|in anything|in trying|of this|of my life|of life|any more|in life)
    (i|ive|have|just) (give|given|gave) up (on life|on everything|on myself|completely|trying|anymore|already|hope)
    (nothing|nothing ever|life|it|things) (matters|matters anymore|will ever get better|never gets better|will never get better|gets better|ever gets better|wont get better|wont ever get better|has no meaning|is meaningless|is pointless|is hopeless|helps anymore|has no purpose|has no point)
    (falling apart|breaking down|at my breaking point|at rock bottom|hit rock bottom|end of my rope|end of my tether|at my wits end|mental breakdown|drowning inside|crying myself to sleep|cry myself to sleep|cry every night|crying every night|cant stop crying|cry all the time|crying all the time|cried all night|need help please|please help me|someone help me|somebody help me|nobody cares about me|no one cares about me|nobody loves me|no one loves me|i hate myself|hate my life|i hate my life|fml|loathe myself|despise myself|hate everything about myself|hate who i am|everyone hates me|all alone in this world|suffering so much|in so much pain|so much pain|unbearable pain|pain is unbearable|unbearable|im not okay|im not ok|not doing okay|severely depressed|so depressed|very depressed|really depressed|major depression|depression is|my depression|deeply depressed|extremely depressed|clinically depressed|panic attack|panic attacks)`,
  ),
  en.risk(
    'en.distress.bereavement',
    'low',
    `my (grandfather|grandmother|grandpa|grandma|granny|nan|dad|mom|mum|father|mother|brother|sister|husband|wife|son|daughter|baby|uncle|aunt|cousin|friend|best friend|dog|cat|pet|horse|rabbit) (just|recently|) (died|passed|passed away|has died|has passed)
    {other} (just|recently|) (died|passed away|passed|killed himself|killed herself|took his own life|took her own life|committed suicide|died by suicide|was killed|lost his battle|lost her battle|took their own life|killed themselves|hung himself|hung herself|hanged himself|hanged herself|shot himself|shot herself|overdosed and died|lost her life|lost his life|passed on)
    (lost|buried|grieving|mourning|miss|grieve) (my|a|our|the) (mom|mum|mother|dad|father|son|daughter|husband|wife|brother|sister|baby|child|best friend|grandma|grandmother|grandpa|grandfather|fiance|friend|dog|cat|late) (to|died|last|this|in|who|so|and|a|recently|yesterday|husband|wife|)
    (lost|losing) (someone|him|her|them|a friend|a loved one|my friend) to suicide
    (funeral|grieving|bereaved|miscarriage|stillborn|stillbirth|widow|widowed|widower)`,
  ),
  en.risk(
    'en.mention.suicide',
    'low',
    `(suicide|suicidal|self harm|selfharm|overdosed|killed himself|killed herself|hanged himself|hanged herself|kill themselves|killed themselves|self injury)`,
    { framable: true },
  ),
  en.risk(
    'en.harm.others',
    'low',
    `i (want|wanna|am going|will|am gonna|wish i could|could|really want|just want) (to|) (kill|murder|stab|shoot|strangle) (him|her|them|everyone|my boss|my mom|my dad|someone|people|my husband|my wife|my ex|my parents|somebody)
    (homicidal) (thoughts|ideation|urges|feelings)`,
  ),
  en.cue(
    'en.cue.stressor',
    'none',
    `(lost my job|got fired|was fired|got laid off|laid off|im unemployed|lost my house|evicted|bankrupt|in debt|lost everything|lost all my money|lost my home|lost custody|been fired|just been fired|lost my business)
    (broke up with me|breakup|break up|dumped me|got dumped|divorce|divorced|cheated on me|left me|my ex|she left|he left)
    (failed my exam|failed my exams|failed|flunked|expelled|kicked out|diagnosed with|terminal|cancer|bullied|abused|raped|assaulted|hate myself|hate my life)
    (depressed|depression|hopeless|miserable|heartbroken|worthless|devastated|alone|lonely|crying|sad|desperate|exhausted|broken|suffering|in pain|anxious|overwhelmed|upset|numb|empty)`,
    { cue: 'stressor' },
  ),
  en.cue(
    'en.cue.escalation',
    'none',
    `(tonight|right now|its time|the time has come|this is it|one last time|last time|for the last time|final|finally at peace|at peace now|no turning back|nothing can stop me|made up my mind|ive decided|decided|im ready|goodbye|farewell|tell my|tell them i|forgive me|im sorry everyone|thank you for everything|love you all|take care of my|pills|rope|gun|bridge|blade|roof|knife|note)`,
    { cue: 'escalation' },
  ),
];
