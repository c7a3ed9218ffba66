import { en, type PhraseRule } from './rule.types.js';

/** Level medium in English: more ways to wish to be dead, slang, self-harm by wound, fear for somebody else. */
export const enWishRules: readonly PhraseRule[] = [
  en.risk(
    'en.ideation.like-to-be-dead',
    'medium',
    `(ask|asking|beg|begging|begged|asked|pray to) (god|jesus|the universe|the lord|allah) (to|) (just|) (take me|end me|let me die|not let me wake|kill me|end it)
    (not existing|nonexistence|being dead|not being alive|never waking up|not waking up|never having to wake up|dying in my sleep) (sounds|seems|feels|would be|is) (really|so|pretty|like|) (nice|good|peaceful|better|great|ideal|relief|easier|heaven|perfect)
    (want|need) out (for good|of life|of existence|permanently|forever)
    (picturing|imagining|planning|picture|imagine|plan|planned) my (own|) funeral ~6 (peaceful|nice|calm|who would|nobody|comfort|happy|soothing|relief)
    (wouldnt|would not|not) (be the worst thing|be so bad|be bad|be a bad thing|be that bad|matter|hurt anyone) if i (didnt wake up|died|never woke up|dont wake up|was dead|were dead|stopped existing)
    (wish|if) i had never woken up
    (want|need|ready for|thinking about|craving|crave|dreaming of|long for) (the|a|an|that|) (forever|eternal|permanent|endless) (sleep|nap|rest)
    (would|id|i d|ill|im|ive|all i|i) (really|honestly|truly|just|so|much|seriously|rather|) (love to|like to|prefer to|rather|want is to|want to do is|sooner|need is to|hope to|long to) (just|really|) (die|be dead|not be alive|not wake up|never wake up|not exist|stop existing|cease to exist|not be here|stop breathing|be gone forever)
    (wish|hope|want|need|dream of|dreaming of|like|love|idea of|wishing|praying for|pray for|hoping for) (i was|i were|to be|for|just|of|) (never|not) waking up
    (wish|wishing|want|wanna|hope|hoping) (i could|to|i would|that i could|id|) (just|) (stop breathing|stop being alive|stop my heart|drop dead|bleed out|flatline|not be alive|no longer exist|never have to wake up)
    (wish|hope|hoping|praying|pray) (my|that my) (heart|life) (would|could|will|just|) (just|) (stop|stops|stopped|end|ends|ended|be over|give out|gives out)
    (my|this) (miserable|pathetic|worthless|sad|whole|stupid|) life (should|needs to|has to|can|could|would) (just|already|) (end|be over|stop)
    (want|wish|need|would like) (my|this) life (to|would) (just|) (end|be over|stop)
    (never|not) (going to|gonna|want to|wanna) (make it|live) (past|to) (25|30|twenty five|thirty|next year|graduation|christmas) (and i dont want|and i dont care|on purpose)
    (dont|do not|cant) see myself (living|being alive|alive) (past|at|after|next|in|beyond)
    (only|last|one|best) (way out|exit|escape|option|answer|solution|door|choice|path|relief|thing left|freedom|peace) (i can see|i see|i have|i have left|left|for me|that makes sense|ill get|) (is|seems|seems to be|would be|looks like|is through) (death|dying|to die|suicide|killing myself|being dead|to be dead)
    (death|dying|suicide|being dead) (is|seems|feels like|looks like|would be) (like|to be|) (the|my|) (only|last|one) (exit|way out|way|escape|option|answer|solution|door|choice|path|relief|thing that|thing i|thing left|freedom)
    (dying|death|being dead) (sounds|seems|feels|looks) (so|really|pretty|) (much|) (easier|better|nice|good|like a relief|like relief|like peace|like a break|peaceful|like a blessing|like heaven)`,
  ),
  en.risk(
    'en.ideation.held-back',
    'medium',
    `if (it werent|it wasnt|it were not|not|it wasn t) for (my|the|him|her|them|this) ~3 (id|i d|i would|i wouldve|i would have|id have|i wouldnt|i would not|id probably) (have|be|probably|already|) (be|have|) (killed myself|dead|ended it|done it|gone|kill myself|end it|ended my life|offed myself|jumped|be here|be here anymore|be alive|be around|dead already|not be here)
    (only|just) (alive|here|living|still here|still alive|not dead|breathing) (because of|for|because) (my|the|him|her|them) ~1 (kids|dog|cat|mom|mum|mother|dad|son|daughter|children|family|brother|sister|baby|parents|wife|husband|pets)
    (only|sole) (reason|thing) (that|) (stopping|keeping|stops|keeps|holding) me (from|back from) (killing|ending|dying|doing it|jumping|suicide)`,
  ),
  en.risk(
    'en.ideation.nobody-would-notice',
    'medium',
    `(if|when) i (just|) (died|vanished|was gone forever|killed myself|dropped dead|die|am dead|vanish) ~4 (no one|nobody|noone|would anyone|who would|not a soul|not one person) (would|will|d|) (even|ever|) (notice|care|miss me|know|cry|find me|realize|bother|be sad)
    (no one|nobody|noone|not a soul) (would|will|d) (even|ever|) (notice|care|miss me|know|cry|realize) if i (just|) (died|killed myself|was dead|were dead|dropped dead|die|stopped breathing)
    (easier|better|best|happier|good|simpler|a relief) (for|to) (everyone|everybody|them|my family|my kids|the world|all|you|my parents|others|my wife|my husband|my mom|all of them|all of you|my friends) (around me|else|) (if|when|once) (i|im) (just|was|were|) (died|dead|gone|die|disappeared forever|gone forever|werent alive|wasnt alive)
    (keep|kept|been|always|am|im|i) (hoping|praying|wishing|hope|wish) (that|for|) (a|some|the) (drunk|big|random|) (truck|car|bus|train|driver|plane|meteor|tree) (to|would|will|) (just|) (hits|hit|kills|kill|run|runs|take|takes|crash|crashes|crush) ~1 (me|into me|over me|me out)`,
  ),
  en.risk(
    'en.ideation.slang',
    'medium',
    `catch the bus (for real|permanently|for good|not the city)
    (alt f4|ctrl alt delete|rage quit|ragequit|speedrun) (life|irl|my life|existence|myself)
    life ~6 (wanna|want to|gonna|ready to) (alt f4|rage quit|ragequit|uninstall|log off|quit for good)
    (feeling|feel|im|i am|so|super|hella|lowkey|highkey|being|get|getting|kinda|been) (hella|so|kinda|lowkey|super|really|very|pretty|mad|) sui (rn|again|tonight|today|lately|fr|thoughts|ideation|asf|af)
    (im|i am|feeling|feel|hella|lowkey|so) sui
    sui (thoughts|ideation|attempt|note|plan)
    (sewerslidal|sewerslidel|sewer slidal|suislide|suicidle|sewercide|sewerslides|sewerside|suey slide) (thoughts|again|rn|tonight|mood|)
    (thinking|think|thoughts|thought|dreaming|talking|considering) (about|of|abt|bout|) (unaliving|unalive|sewerslide|kms|ctb|roping|offing|game ending|self deleting|unaliving myself)
    (toaster bath|bath with a toaster|bath with my toaster|toaster in the bath|bathe with a toaster|shower with a toaster|bath with the toaster)
    (k word|kword|k worded|un alive|s word|d word) (my self|myself)
    (might|gonna|going to|wanna|want to|ima|imma|should|finna|boutta) (just|) rope (tonight|today|soon|myself|rn|now|it|tomorrow|max|fr|already)
    (rope|roping) (is|looks|seems) (calling|the answer|the only|my only)
    (log off|logging off|check out|checking out|clock out|opt out|opting out|sign off|log out|unsubscribe|logged off|tap out) (permanently|forever|for good|) (of|from|like from|) (life|this life|existence|earth|living|being alive)
    (delete|uninstall|uninstalling|deleting) (myself|my life|my existence) (from|permanently|for good|rn|tonight|already|forever)
    (dying|death|die|kms) (arc|era|szn) (when|now)
    (yeet|yeeting) (myself|me) (off|out of|into) (a|the|this|traffic|life|existence)
    (finna|boutta|bouta|tryna|trynna|gon|ima|imma) (just|) (kms|ctb|die fr|end it all|kill myself|end it|off myself|unalive)`,
  ),
  en.risk(
    'en.self-harm.by-wound',
    'medium',
    `{hurtSelf} (is|helps|makes|calms|was|feels) (the only|me|how|my only|what|like)
    (covered in|full of|lined with|covered with) (cuts|scars|burns|slashes) (i|ive|that i|from me|from when i)
    (hand|arm|wrist|palm|fingers) (over|in|on|above|into) (the|a) (flame|fire|stove|burner|candle|lighter) ~2 (on purpose|to feel|until i|because i)
    (took|take|taking) (a|the|my) (blade|razor|knife|scissors) to my (arm|arms|wrist|wrists|thigh|thighs|skin|leg|legs)
    (scratched|scratch|rubbed|scraped) my (wrist|wrists|arm|arms|skin|thighs) (raw|bloody|open|until)
    (ive|i have|been|im|i) been cutting
    (i|ive) (just|) cut (last night|tonight|again last night|again tonight|to feel|to cope|when im|because i hate|so i can feel)
    (relapsed|relapse|relapsing) ~3 (cuts|cut|razor|blade|scars|burns|bleeding|thigh|thighs|wrist|wrists)
    (fresh|new|more) (cuts|cut|burns|scars) (on|along|across|down|all over) (my) (thigh|thighs|arm|arms|wrist|wrists|leg|legs|stomach|hips|hip)
    (carve|carved|carving|etch|etched|cut|scratch|scratched) (words|names|his name|her name|lines|it|letters|ugly|fat|worthless|the word|failure) ~2 (into|on|in) my (own|) (leg|legs|arm|arms|skin|thigh|thighs|wrist|stomach|body)
    (punch|punching|punched|hit|hitting|bang|banging|slam|slamming|smash|smashing|bash) (the|my|a|walls|myself|concrete) ~4 (until|till|so hard) ~3 (bleed|bleeding|bled|bruise|bruised|blood|pass out|bruises|swollen|black out|numb)
    (burn|burning|burned|burnt) (my|myself) ~3 (with|using) (a|my|the|) (lighter|cigarette|cigarettes|iron|match|matches|candle|hot|lighters)
    (starving|starve|starved|choke|choking|strangle|strangling|bite|biting) myself (to|because|as|on purpose|until|when)
    (sh|selfharm|self harm) (again|relapse|relapsed|urges|streak) (tonight|today|and|is|are|broken|after)
    (clean|free) from (sh|cutting|self harm|selfharm|harming) ~4 (ruined|broke|relapsed|failed|threw|blew|lost|until|but|gave)
    (days|weeks|months|years) clean ~4 (ruined|broke|relapsed|threw it|blew it|cut again|lost it)
    (dug|dig|digging|press|pressed|pressing) ~3 (nails|blade|razor|knife|glass) ~1 (into|in|against) my (arm|arms|skin|wrist|wrists|thigh|thighs|palm|palms|leg)
    (feel|want to feel|need to feel|needed to feel|see|need to see|like seeing) (the|my|my own|) (blade|razor|blood|cuts) ~3 (calm|calms|relief|alive|skin|real|something)`,
  ),
  en.risk(
    'en.worry.other-hinting',
    'medium',
    `(found|finding|discovered) ~3 (razor|razors|blades|pills|noose|bloody) ~6 (daughters|sons|sisters|brothers|roommates|kids|wifes|husbands|students|friends|girlfriends|boyfriends|moms) (room|bag|drawer|backpack|bed|locker|desk|closet)
    {other} ~1 (took|grabbed|has|got) (the|his|her|a) gun ~3 (left|drove|gone|locked|walked out|wont)
    {other} ~5 (plan to die|plan to kill|plan to end|way to die|suicide plan|pills hidden|hiding pills|stockpiling pills|stash of pills|bathroom with pills|hoarding pills)
    {other} ~6 (use it on|turn it on|shoot) (himself|herself|themselves)
    (gun|knife|pills|rope) ~6 (use it on|use them on|hurt|kill|shoot|hang) (himself|herself|themselves)
    {other} ~6 (better off|happier) without (her|him|them)
    {other} ~3 (texted|messaged|sent|said|wrote|called|posted|texting) ~8 (goodbye|good bye|cant do this anymore|cant go on|farewell) ~8 (phone off|turned off his phone|turned off her phone|turned off their phone|not answering|wont answer|isnt answering|cant reach|gone offline|not picking up|wont pick up|no reply|went silent)
    (guy|girl|person|friend|someone|user|kid|man|woman|boy) (in|on|from|at) (my|a|our|the) (discord|server|game|group|group chat|forum|class|school|work|dorm|stream|reddit|twitter) ~3 (says|said|posted|wants|is|wrote|has|going) ~8 (die|kill|suicidal|suicide|himself|herself|themselves|overdose|goodbye)
    (locked|locks|locking) (himself|herself|themselves) in ~4 (pills|knife|razor|rope|gun|blade)
    (son|daughter|brother|sister|student|roommate|wife|husband|mom|dad|girlfriend|boyfriend) (has|have|with|had) (cuts|scars|marks|slashes|razor marks) (on|all over|up) (his|her|their) (arm|arms|wrist|wrists|legs|thighs)`,
  ),
  en.risk(
    'en.ideation.mistyped-more',
    'medium',
    `(wnat|wana|wnana|wan|wanan|wnt) (to|ot|tot|) dei
    (w nt|wa t|w t) (to|t o|2) (die|kill myself|be dead)
    (k ll|k l) me (please|now|already)
    (kill|k ll|k l|ki l|kil|kll|k ill|ki ll) (mys lf|m self|my s lf|myse f|mys l|m s lf|my self|myslf|myself)
    (thinking|thought|thinkin|think|plan|want|tempted|about|thoughts) (of|about|to|abt|) (comitting|commiting|committing|comit|commit|commting|comiting) (suicde|sucide|suiside|suicied|suicid|suicude|sucicide|suicidee|s)
    (dotn|dnot|dont|dotnt|donot|dunt|odnt) (want|wnat|wanna|wan) (to|) (live|be alive|be here|exist|wake up) (anymroe|anymoe|anymor|anymore|anymre|any more|nymore)
    (dotn|dnot|dotnt|donot|dunt|odnt) (want|wnat|wanna|wan) (to|) (live|be alive|wake up)
    (wnat|wana|wnana|wan|wanan|wanna|want|wnt) (to|ot|tot|) (dei|dye) (so|now|tonight|rn|already|bad|please|today)
    (sucide|suicde|suiside|suicidel|suicidial|suicidle|sucidal|suicial) (thoughts|tonight|again|note|is|feels|seems|ideation)`,
  ),
  en.risk(
    'en.preparation.given-away',
    'medium',
    `(who gets what|written everything|wrote everything|everything down) ~10 (wont need|dont need|will not need)
    (wont|will not) (be bothering|bother|be hurting|be disappointing) (anyone|you|anybody|any of you|everyone|people) (after tonight|anymore after|ever again|after today|again after|after tomorrow)
    (last|final) (memory|memories|image) of me
    forgive me for what (im about to|i am about to|i have to|im going to|i will|im gonna) do
    (booked|rented|got|checked into) ~3 (hotel|motel|airbnb|room) ~2 (so|where) ~6 (find me|finds me|to find)
    (given|gave|give|giving|rehomed|rehoming|donated|found|gifted|signed over) (away|a home for|a new home for|) (my|the|all my|most of my) ~12 (at peace with leaving|at peace now|ready to go|ready to leave|leaving now|say goodbye|when im gone|nothing left to|time to go|leave this life|peace with|ready to die|leave this world|im ready now|nothing is keeping me|nothing keeping me)
    (at peace|peace|calm|okay|ok) with (leaving now|dying|going now|death|leaving this|ending it|leaving forever|not being here|leaving soon|leaving everyone)
    (letters|letter|notes|note|videos|video) (to|for) ~9 (after im gone|when im gone|for after|once im gone|when im dead|after i die|when i die|after im dead|after i am gone)
    (passwords|password|will|insurance|bank|accounts|keys|everything) (are|is|info is|details are) ~3 (drawer|desk|envelope|safe|letter|note|notebook|folder) ~8 (tell|sorry|goodbye|love you|fault|forgive)
    (tell|let|make sure) (my|) (mom|mum|mother|dad|parents|family|brother|sister|wife|husband|kids|her|him|them|everyone) ~1 (it isnt|it wasnt|its not|it was not|it is not|not) (her|his|their|your|anyones) fault
    (calm|peaceful|at peace|relieved|lighter|decided|free) ~10 (ill be gone|i will be gone|itll be over|it will be over|itll all be over|it will all be over|i wont be here|i wont exist|no more pain)
    (im|i am) (ready|prepared) (to|for) (leave|go|leaving) (this life|this world|forever|for good|now goodbye|now bye)
    (this is|its|thats|it is) (where|the end) (my story|it) (ends|end|for me)`,
  ),
];
