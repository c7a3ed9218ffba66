import { en, type PhraseRule } from './rule.types.js';

/** Level high in English: a time or place set, means at hand, an act begun, told in other words. */
export const enLastStepRules: readonly PhraseRule[] = [
  en.risk(
    'en.plan.pills-and-time',
    'high',
    `(take|swallow|down|taking|swallowing|eat|od on|overdose on|finish|popping|pop) (all|all of|every one of|the whole bottle of|a bottle of|) (my|the|these|them all|of my|) {pills} ~2 {soonTime}
    (going to|gonna|will|ill|im going to|about to|wanna|ready to|want to|plan to|planning to|finna) (take|swallow|down) (all|every|the whole bottle|the entire bottle|a handful|them all|the lot|all of|too many|the rest) (of|) (my|the|these|them|last of my|last|) {pills}
    (take|swallow|down) (them|it) (all|at once|all at once) ~2 {soonTime}
    (will|gonna|going to|ill|about to|ready to) (just|) (take|swallow|down) (them all|it all|all of them|every one|every single one|the whole bottle|the lot|the whole pack)
    (gonna|going to|finna|bouta|imma|ima|will|about to|planning to|ready to) (just|) (od|overdose|ctb|kms|kill myself|end it|end it all|end my life|hang myself|jump|unalive myself|off myself|shoot myself|slit my wrists) (on|with|off|by|) (my|the|all|) ~3 (tonight|tomorrow|today|this weekend|on friday|on saturday|on sunday|after work|after school|in an hour|at midnight|right now|before morning)
    (after|once|as soon as|when) ~7 (im|i am|i|ill|i will) (going to|gonna|will|am going to|am gonna|) (hang myself|kill myself|jump off|overdose|end my life|shoot myself|slit my wrists|end it all|drive off|step in front)
    (stockpiling|stockpiled|saving up|hoarding|saved up|been saving|collecting|hiding|stashing|saved|hoarded) (up|) (my|all my|the|some|enough|all the|up my|) {pills} ~8 (take them|take all|all at once|swallow|od|end|overdose|kill|die|so i can|big enough|for the day|for when)
    (ive been|i have been|been|im|i am) (stockpiling|hoarding|stashing|saving up) (my|all my|the|) {pills}
    (bottle|bottles|box|boxes|pile|handful) (of|) (my|the|) {pills} (is|are) (open|empty|right here|in front of me|in my hand|on my bed|next to me|lined up|poured out|spread out) ~8 (swallow|take|goodbye|sorry|ready|bye|end|die|about to|over)
    {pills} (are|is|all|in) (lined up|counted|counted out|in front of me|poured out|ready|in my hand|crushed) ~8 (swallow|take|goodbye|sorry|ready|bye|end|die|tonight|over|note)`,
  ),
  en.risk(
    'en.plan.date-and-place',
    'high',
    `(chosen|picked|chose|decided on|found) (the|my|a) (day|date|time|night|method|hour) and (the|a|my|) (bridge|building|roof|tree|cliff|spot|place|hotel|way|method)
    {soonTime} (im|i am) (ending my life|ending it all|killing myself|hanging myself|taking my life|jumping off|overdosing|ending it)
    (gun|pills|rope|noose|razor|knife|code) ~8 (tonight is the night|todays the day|today is the day|tonight its over|tonight it ends)
    (set|picked|chosen|chose|decided on|marked|settled on|ive got|have) (a|the|my|out a|on a) (date|day|time|bridge|spot|place|tree|building|method|way|hotel|night) ~2 (to|for|of) (end|die|kill|do it|jump|my death|dying|be dead|ending|hang|go through|leave this|my suicide|be gone|exit)
    (set|picked|chose|chosen|marked) (the|a|my) (date|day) ~5 (dead|gone|end my|die|over by|wont be alive|ill be free)
    (chosen|picked|chose|decided on|found|got|scouted|know) (the|my|a) (bridge|building|roof|tree|cliff|spot|method|place|hotel|way) and (the|a|my|) (day|date|time|night|method|place|hour)
    (scouted|checked out|visited|went to see) (the|a) (bridge|roof|rooftop|cliff|overpass|tracks|building) ~6 (jump|do it|tonight|tomorrow|easy|unlocked|no one|nobody|fence|railing|tall enough|high enough)
    (i|ill|i will|im) (be|will be|gonna be|going to be) dead (by|before|on) (then|friday|sunday|saturday|monday|tomorrow|the weekend|christmas|my birthday|morning|tonight|the time you)
    (tonight|tomorrow|friday|saturday|sunday|this weekend) (is|its|will be) (when|the night|the day) (i|it|everything) (end|ends|die|do it|jump|stop|finally end|finally die|all ends)
    (at|by) (midnight|dawn|sunrise|noon|3am|4am|2am) (i|ill|im|i will|i am) (going to|gonna|will|) (jump|end it|die|do it|pull the trigger|be dead|hang myself|kill myself|step off)`,
  ),
  en.risk(
    'en.act.gun-rope-gas',
    'high',
    `noose (is|hangs|hanging|already) (up|ready|tied|in|from|hanging|on)
    (loaded|loading|cocked|load) (the|my|a|his|dads|my dads) (gun|pistol|revolver|shotgun|rifle|handgun) ~6 (sorry|goodbye|bye|mom|forgive|tonight|love you|myself|my head|my mouth|ready|one bullet|end)
    (gun|pistol|revolver|shotgun|rifle|handgun) (is|was|s) (already|) loaded ~8 (lap|sorry|goodbye|bye|ready|tonight|hand|mouth|head|me|end|bed|over)
    (rope|noose|belt|sheet|cord|bedsheet|scarf) (is|) (already|all|) (tied|hung|looped|hanging|knotted|fastened|slung|secured|thrown) (to|from|on|around|over|up) (the|a|my) (beam|rafter|rafters|door|ceiling|fan|closet|banister|hook|neck|light|doorknob|pipe|bar|attic|shower|stairs|stairwell)
    (tied|tie|tying|looped|hung|threw) (the|a|my) (rope|belt|sheet|cord|bedsheet|noose) ~1 (to|from|on|around|over) (the|a|my) (beam|rafter|rafters|door|ceiling|fan|closet|banister|hook|neck|doorknob|pipe|attic|shower|stairs)
    (sitting|im|i am|here|locked|parked|lying|alone) (here|) in (the|my|a) (closed|locked|) (garage|car) ~3 (engine|motor|car|hose|exhaust|charcoal|gas) ~2 (running|on|exhaust|window|burning|idling|lit) ~10 (over|goodbye|sorry|soon|sleepy|peaceful|end|done|finally|bye|tired|dizzy|drifting|asleep)
    (engine|car|motor) (running|on|idling|is running|is on) ~5 (garage) ~2 (closed|shut|sealed|locked|door down)
    (garage) (door|) (closed|shut|sealed) ~4 (engine|car|motor) (is|) (running|on|idling|started)
    (hose|pipe|tube|tubing) (from|on|to|connected to|attached to|hooked up to|taped to) (the|my|) (exhaust|tailpipe)
    (in|inside) (the|my) car ~2 (hose|exhaust|charcoal grill|hibachi)
    (turned|left|switched|got) (the|all the|) (gas|oven|stove|burners) on ~8 (sealed|seal|windows shut|door shut|lying|goodbye|sleep|die|end|over|taped|locked)
    (turned|left|switched) on the (gas|oven|stove) ~8 (sealed|seal|lying|goodbye|sleep forever|die|end|over soon|taped|locked)
    (about|going|ready|gonna) (to|) swallow (them|these|it all|all|the)
    (cut|slit|slashed|sliced) my (wrists|wrist|arms|arm|throat|thigh) (and|) ~4 (blood everywhere|blood all over|bleeding out|blood on|so much blood|wont stop|bleeding a lot|blood is|lots of blood|bleeding)
    (im|i am) bleeding out
    (cut|went|sliced|slit) (way|) too deep
    (on|over) (the|a) (ledge|edge|railing|rail) ~4 (one step|one more step|step and|let go|letting go|goodbye|jump|fall)
    (feet|legs) (are|) (dangling|hanging|over) ~2 (edge|ledge|bridge|roof|side|railing) ~6 (jump|bye|goodbye|step|let go|end|over|push|tired|die)
    (chair|stool|ladder) ~3 (noose|rope|kick)
    (finger|hand) (is|) on (the|my) trigger
    (just|already) (drank|swallowed|took|downed|drinking) ~2 (bleach|antifreeze|rat poison|drain cleaner|poison|pesticide|weed killer|everything in the medicine cabinet)`,
  ),
  en.means(
    'en.means.which-way',
    'high',
    `(which|what) ~2 (chemicals|chemical|cleaner|cleaners|plants|mushrooms|gas|poisons|poison) ~1 (kill|kills|would kill|can kill|will kill) (you|me|a person|someone|people|a human) (fastest|quickest|painlessly|fast|quick|instantly|quickly)
    (will|would|can|could|does|is) (jumping|falling|a jump|a fall|jump|i die if i jump|it kill me to jump|i survive jumping) (from|off) ~4 (floor|story|stories|building|roof|bridge|balcony|floors) ~2 (kill|fatal|enough|work|be fatal|survive|deadly|lethal|hurt)
    (most|least|more) (painless|painful|peaceful|quick) (way|method|option) (to go|out|of going|to leave|to do it|to end|for ending)
    (painless|quick|easy|peaceful|gentle) (way|ways|method|exit) (out|to go|of going|to leave) (of life|this world|this life|for good|im|because|please|anyone|i cant)
    (how|where) (do|would|can|to|should) (i|you|) (tie|make|knot) (a|the) noose
    (noose|rope|knot) that (wont|will not|doesnt) (fail|break|slip|come undone)
    (where|how deep) (do|should|would|to) (i|you|) cut (to|so) (bleed|die|it|i)
    (how long) (does|would|will|until|before) (it|hanging|drowning|carbon monoxide|bleeding|an overdose|overdose) ~3 (die|dead|pass out|lose consciousness|be over|kill me|kill you|work)`,
  ),
];
