import { en, type PhraseRule } from './rule.types.js';

/** Level high in English: plan, means, preparation, an act in progress; and questions for means. */
export const enDangerRules: readonly PhraseRule[] = [
  en.risk(
    'en.plan.time',
    'high',
    `(i|im|ill|i am|to|and) (just|really|finally|) {will} (just|finally|actually|definitely|) {killSelf} ~3 {soonTime}
    {soonTime} (i|im|ill|is when i|is the night i|i am|is the day i|i will|will be the day i|is the night) (finally|just|am|) (will|going to|gonna|want to|ll|) (kill myself|end my life|end it|end it all|die|do it|killing myself|commit suicide|jump|hang myself|overdose|take all my pills|kms|ctb|be dead|ending it|be gone)
    (killing myself|end my life|ending it|ending my life|ending it all|kill myself|kms|ctb|commit suicide|committing suicide|end it all) ~2 {soonTime}
    (tonight|today|this|tomorrow) (is|will be) (my|the) (last|final) (night|day|night alive|night on earth|one)
    (my|this is my) (last|final) (day|night) (on earth|alive|on this earth|in this world|of life)
    (wont|will not|not going to|not gonna) (be|) (alive|here|make it|live) (by|until|past|to see|through|after|much longer|in the) (tomorrow|tonight|the weekend|morning|my birthday|longer|next week|the night|christmas|new year)
    (i have|ive|i|ive got|made|making|got|already have|have) (already|) (made|have|got|chosen|picked|set|got|planned|written|figured out|decided on|finalized|) (a|my|out my|the|) (suicide plan|plan to kill myself|plan to end my life|plan to die|date to die|date to kill myself|date and method|method and date|method picked|suicide date|plan to end it|plan for how to die|plan for suicide|plan for killing myself|how im going to kill myself|how i will die|how im gonna do it|exit plan|where and when|method ready|date picked|suicide note|goodbye letters)
    (ive|i have|have|already|finally|i) (decided|made up my mind|made the decision|planned|chosen) (to|on|im going to|that i will|how to|when to|that im going to|how im going to|how i want to|when im going to|exactly how) (just|) (kill myself|end my life|die|end it|end it all|commit suicide|do it tonight|killing myself|ending it|go through with it)
    (know|knows|planned out|figured out|decided) (exactly|) (how|when|where|where and when|when and where|how and when|when and how) (im|i am|i will|ill|i want to|id|i would|i plan to|to) (going to|gonna|) (kill myself|do it|die|end it|end my life|kill my self)
    (countdown|days left|hours left) (to|until|till|before|of) (i die|i kill myself|my death|my suicide|i end it|life left|i end my life)`,
  ),
  en.risk(
    'en.plan.means',
    'high',
    `(bought|got|have|saved up|been saving|stockpiled|stockpiling|hoarding|saving|collected|hid|stashed|ordered|found|holding|loaded|gathered|saving up|hoarded|own|has|stole|grabbed) (a|the|my|some|enough|all|all my|up|up my|all the|my dads|dads|his|up enough|up all my|a bottle of|up pills|) (rope|gun|pills|razor|blade|noose|knife|sleeping pills|helium|medication|meds|razor blades|pistol|rifle|charcoal|tank|nembutal|sodium nitrite|belt|poison|shotgun|tablets|handgun) ~8 (kill myself|die|end it|end my life|overdose|hang myself|suicide|do it|tonight|ready|to od|im done|killing myself|shoot myself|end it all|goodbye|jump|kms|in my hand|in my mouth|to my head)
    (rope|gun|noose|pills|knife|razor|blade|belt) (is|are) (ready|in my hand|in front of me|loaded|next to me|on the table|tied|around my neck|in my mouth|to my head|right here|on my lap|beside me|hanging|set up|against my wrist)
    (gun|knife|blade|razor|pistol) (to|at|against|in|on|pointed at) my (head|throat|mouth|wrist|temple|neck|chest|heart)
    (tied|tying|made|making|hung|set up|have) (a|the|my|up a) noose
    (noose|rope|belt) (around|round|on) my neck
    (access|have access) to (a gun|guns|my dads gun|enough pills|firearms) ~6 (kill myself|die|end it|suicidal)
    enough (pills|meds|medication|tablets|sleeping pills|insulin|tylenol) (to|here to|saved to|saved up to|left to|) (kill|die|kill myself|end it|end my life|od|overdose|do it|kill me|finish|never wake up)`,
  ),
  en.risk(
    'en.preparation.farewell',
    'high',
    `(wrote|written|writing|write|finished|finishing|left|leaving|typed|typing|have|this is|heres|drafted|composed|leave|wrote out|wrote up|started|posted) (my|a|the|out my|up my|) (suicide|goodbye|farewell|final|last|suicide and|death) (note|notes|letter|letters|message|messages|video|post)
    (this is|consider this|call this) (my|a) (goodbye|suicide note|final goodbye|last goodbye|final message|last message|last post|final post|farewell)
    (said|saying|say|told|texted|telling) (my|everyone|them|my final|my last|all my) (goodbye|goodbyes|final goodbyes|last goodbyes|farewell|final goodbye)
    (goodbye|farewell) (world|cruel world|everyone i love|forever everyone|to everyone|everyone forever|forever)
    (gave|given|giving) (away|) (all|most of|everything|) (of|) (my|away my) (things|stuff|belongings|possessions|cat away|dog away|prized|clothes) (away|to|because|so|)
    (gave|giving|given) away (all|my|everything|most|all of) ~3 (wont need|belongings|possessions|things|own|stuff|need it|need them)
    (put|putting|getting|got|set|tie|tying) (my|all my) (affairs|loose ends) (in order|up)
    (written|wrote|made|making|writing|updated|finalized) (my|a|out my) will ~6 (goodbye|die|gone|kill|end|suicide|dead|ready)
    (take care|look after) (of|) (my|them) ~4 (when im gone|after im gone|when im dead|once im gone|after i die|for me when)
    (by the time|when) you (read|see|find|get) this ~4 (be dead|gone|dead|wont be here|be gone|be with)
    (see you|meet you|meet|find me) (on the other side|in heaven soon|in hell|in the afterlife|in the next life) (goodbye|soon|tonight|everyone|mom|)`,
  ),
  en.risk(
    'en.act.in-progress',
    'high',
    `(i|ive|just|i have|have) (just|already|) (took|taken|swallowed|downed|ate|popped|swallowing|taking|drank|drunk|ingested|had) (a|all|the|like|about|around|over|an|) (whole|entire|all|bunch|lot|of|handful|full|bottle|bottles|overdose|ton|whole lot|lots|hundred|20|30|40|50|60|100|25|15|35|45|70|80|90|200|twenty|thirty|forty|fifty|sixty|too many|my whole|multiple|two bottles|two|half a|half the|rest) (of|bottle|bottles|of my|my|pack|box|packs|handfuls|handful|bottle of|the|) (of|my|the|) {pills}
    (took|taken|swallowed|downed|taking) (all|all of|the rest of|every one of|the whole bottle of|a whole bottle of|a bottle of|too many|too much|an overdose of|the entire bottle of|a bunch of|a handful of|the bottle of|everything in|every|half a bottle of|a lot of|an entire bottle of) (my|the|his|her|moms|these|those|) {pills}
    (took|taken|taking|had|swallowed|having) (an overdose|a whole bottle|the whole bottle|the entire bottle|all of them|the lot|way too many|too many pills|the pills|them all)
    (i|ive|just|im|i have|am) (have|just|) (overdosed|odd|overdosing|oded|od ed|od d)
    (drank|drunk|swallowed|drinking|drink) (a|some|the|a bottle of|a cup of|) {poison}
    (im|i am|i m|am|here|i|standing|sitting|currently|been) (currently|now|up|just|right now|out|stood|sat|standing|sitting|alone|already|literally|still|) (on|at|over) (the edge of|top of|the|a|the ledge of|the side of|the railing of|the edge of a|the top of|the wrong side of the|the other side of the|my) (a|the|my|) (bridge|roof|ledge|rooftop|cliff|train tracks|tracks|railing|overpass|balcony ledge|window ledge|railroad tracks|roof of|parking garage|edge of a bridge|golden gate bridge|top of a building|building) (about|and|ready|now|right|i|im|looking|thinking|going|trying|want|waiting|alone|goodbye|of|with|because|where)
    (standing|sitting|stood|sat|im|i am|climbed|climbing|leaning|hanging) (out|here|up|right|) (on|over|onto|at) (the|a|this) (bridge|ledge|roof|rooftop|cliff|tracks|train tracks|overpass|railing|edge of the roof|edge of the bridge|edge of a bridge|edge of a cliff|railroad tracks|windowsill|window ledge)
    (about|going|gonna|ready|fixing) (to|) (jump|jump off|step off|pull the trigger|slit my wrists|hang myself right|swallow|take all these|kick the chair|let go|drink the bleach) (now|right now|goodbye|the|tonight|bye|these|all|soon|im sorry)
    (about|ready) to (jump|pull the trigger|do it right now|kill myself|end my life|hang myself|slit my wrists|end it all|commit suicide|overdose|od)
    (bleeding|blood) (wont|will not|doesnt|isnt|not|from my wrists|from my wrist|everywhere from) (stop|stopping|and|i|because|cut|)
    (slit|sliced|slashed|just cut) my (wrist|wrists|throat|veins)
    (doing|do|did) it (right now|now|tonight) (goodbye|bye|im sorry|dont|no one|the|tell|i love)
    (killing|hanging|drowning|cutting) myself (right now|as we speak|rn|now)
    (im|i am) (killing|hanging) myself`,
  ),
  en.means(
    'en.means.how-to-die',
    'high',
    `which (pills|drugs|medication|meds|poison|medicines|painkillers) (are|is|would be|will be|can) ~2 (deadliest|most lethal|lethal|fatal|deadly|kill|most dangerous)
    (how|ways|way|best way|easiest way|fastest way|quickest way|painless way|painless ways|method|methods|least painful way|most painless way|quick way|what is the best way|easy way|easy ways|tell me how|show me how|surest way|peaceful way|how best|simplest way|good way|effective way|least messy way|how would i|how could i|how can i|how do i|how should i|how do you|how does one|how can someone|how can one|how do people|quickest and easiest way|less painful way) (to|can i|do i|should i|could i|for me to|i can|of|would i|) (just|actually|successfully|quickly|painlessly|easily|peacefully|) (kill myself|killing myself|die|die painlessly|die quickly|die peacefully|die without pain|end my life|commit suicide|suicide|end it all|end it painlessly|hang myself|overdose|slit my wrists|unalive myself|kms|ctb|dying|take my own life|take my life|tie a noose|die without|kill yourself|die in my sleep|end my own life|cut myself|self harm|commit suicide painlessly|make a noose|die fast|off myself|drown myself|shoot myself|end myself)
    (painless|quickest|easiest|fastest|quick|easy|painlessly|peaceful|least painful|most effective|best|effective|good|common|successful|lethal|surefire) (suicide|way to die|ways to die|death methods|method of suicide|suicide method|suicide methods|way to go|ways to commit suicide|ways to kill myself|ways to kill yourself|methods of suicide|ways to end my life|method to die|death method|way to kill yourself|suicide options)
    (suicide) (methods|method|guide|instructions|techniques|tips|options) (that|which|for|with|please|list|no pain|painless|reddit|how|are)
    (how many|how much|what amount of|what dose of|what dosage of|which dose of|what quantity of|how few) (of|) ~3 {pills} ~5 (to die|kill me|to kill|lethal|fatal|kill you|to overdose|overdose|kill a person|to od|would kill|will kill|can kill|deadly|can kill you|kill myself|kill someone|dangerous enough|to end|never wake up|not wake up)
    (how many|how much) (pills|tablets|sleeping pills|insulin|alcohol|meds|of them|milligrams|mg) ~3 (to die|to kill|lethal|fatal|overdose|kill me|kill myself|to od|die from)
    (lethal|fatal|deadly) (dose|dosage|amount|quantity) ~3 {pills}
    {pills} ~3 (lethal dose|fatal dose|lethal amount|deadly dose|lethal dosage|ld50)
    (how high|how tall|what height|how many floors|how many stories|how far) ~8 (jump|fall|die|fatal|kill|to die|survive|lethal)
    (where|how|best way|which) (can i|to|do i|could i|should i|bridge|building) (buy|get|jump|find|buy a|obtain|jump off|hang|purchase|order) ~3 (nembutal|cyanide|pentobarbital|to kill myself|and die|sodium nitrite|to die|suicide|suicide kit|exit bag|myself)
    (how long|how deep|where) ~3 (to die|bleed out|to drown|cut to die|to hang|to bleed out|hanging take|for hanging|cut my wrist|cut my wrists|to cut|until i die|suffocate)
    (does|will|would) (it|hanging|drowning|jumping|overdosing|bleeding out|dying|suicide|slitting) (hurt|be painful) (to die|when|if|to hang|to|you|much)`,
  ),
  en.means(
    'en.means.lethal-dose',
    'medium',
    `(lethal|fatal|deadly) (dose|dosage|amount) (of|for|is|in|to)
    (how much|how many) ~4 (is lethal|is fatal|would be lethal|would be fatal|to be lethal|to be fatal|are lethal|are fatal)
    what (is|s|would be) (a|the) (lethal|fatal) (dose|dosage|amount)`,
  ),
  en.means(
    'en.means.place',
    'none',
    `(tallest|highest|nearest|closest|tall|high|taller|higher|secluded|deepest|unguarded) ~2 (bridge|bridges|building|buildings|roof|rooftop|cliff|overpass|skyscraper|river|reservoir|tower|cliffs|rooftops|towers)
    (bridge|bridges|rooftop|rooftops|cliff|train tracks|overpass|tall building|tall buildings|high places|high rise) ~3 (near me|nearby|near here|around here|in town|in this city|in the city|close by|more than|taller than|higher than|over 25 meters|without a fence|without barriers|without a barrier|access|open at night)
    (which|what|where|list|name|any|are there) ~4 (bridge|bridges|rooftop|cliff|cliffs|overpass|train tracks|rooftops)
    (where|how) (can i|do i|to|could i|would i) (buy|get|find|purchase|order|obtain) (a|some|) (gun|rope|sleeping pills|razor blades|poison|knife|handgun|rat poison|pistol|pills|strong rope|firearm|helium|nitrogen|bleach|benzos|fentanyl)
    (what|which) (medications|medication|pills|drugs|drug|medicine|poison|poisons|meds) (are|is|can|should|would) ~3 (most dangerous|overdose|fatal|lethal|deadly|together|strongest|painless|untraceable)
    (how many|how much|max|maximum) ~2 {pills} ~3 (take|safe|at once|dose|too many|too much|in one go)`,
  ),
];
