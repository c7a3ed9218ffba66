import { en, type PhraseRule } from './rule.types.js';

/** What people say around the word in English: farewells, burdens, means named in passing, and common typing slips. */
export const enIndirectRules: readonly PhraseRule[] = [
  en.risk(
    'en.ideation.imagined-death',
    'medium',
    `(imagining|imagine|picturing|picture|fantasizing about|wondering|wonder|daydream about) (what|how|that|) ~7 (if i was dead|if i were dead|being dead|if i died|when im dead|if i killed myself)
    (wouldnt mind|would not mind|wouldnt care|would not care) if i ~4 (died|die|dead|didnt wake up|never woke up)
    (wish|hope|hoping|pray|praying) ~2 (car|bus|truck|train|god|someone|somebody|something|lightning) (would|will|could|) (just|) (hit|kill|take|strike|end|run over) me
    (wish|hope|hoping|pray) (that|) (i) (get|got|had|have) (cancer|hit by|in an accident)
    (pray|praying|hope|hoping|wish) ~4 (takes|take|took) me in my sleep
    (suicide|dying|death|killing myself|being dead) (is|was|has been) (all|the only thing|everything|pretty much all) (that|) (i) (think|can think|ever think|want)
    (thinking|thoughts|think|dreaming) (of|about) ending (it|it all|everything)
    (just|) want out of (life|this life|this world)
    (only thing|only reason|only person|all thats) ~2 (keeping me alive|keeping me here|im still alive|im alive|i am alive|i havent killed)
    (cant|dont|couldnt|do not) (see|imagine|picture) ~4 (alive|living) (next year|in|at|past|much longer|by)
    (why) (should i|do i|must i|) (even|) (keep|continue|go) (on|) (living|existing)
    (stop|stopped|stopping) myself from (running|walking|jumping|stepping|driving|throwing) ~1 (into|in front|off) ~2 (street|traffic|road|bridge|train|roof|car)
    (youll|you will|theyll|they will|everyone will|hell|shell) (be sorry|miss me|regret it|regret this) when (im|i am) (gone|dead)
    (leave|leaving|exit) (this|the) (world|earth|planet) (soon|behind|for good|forever|tonight)
    (think|thinking|thought|urge|tempted|feel like|want) ~3 (swerving|crashing|driving|steering|veering|swerve|crash|drive|veer|steer) ~3 (into|off) ~2 (tree|traffic|wall|bridge|truck|pole|cliff|river|guardrail|barrier)
    (going to|gonna|will|want to|wanna|about to|planning to) ~1 (step|jump|walk|throw myself) in front of (the|a) (train|bus|truck|traffic|car|subway|lorry)
    (lie|lying|lay) down on the (train|railway|) tracks
    (scratching|scratch|picking|pick|biting|bite|hitting|hit|rub|scratched) ~3 until (i|it|they) (bleed|bleeds|bled)
    (cant|cannot|can t) not (think about|want|want to) (suicide|die|dying|killing myself|kill myself)
    w a n t t o (die|kill|suicide|be dead)
    (isnt|not|never|hasnt been) +0 (a|one|been a) +0 (day|night|moment|single day|minute) +4 (want to die|wanna die|think about suicide|think about dying|wish i was dead|want to kill myself)
    (want to die|wanna die|kill myself|end my life|be dead) +3 (jk|just kidding|kidding|joking|just joking)`,
  ),
  en.risk(
    'en.ideation.mistyped',
    'medium',
    `(wnat|wana|wnana|whant|wannna|waant|wnt|wan|wanr) (to|t|too|) (just|) (die|kill myself|be dead|end it all|dead)
    (dont|dnt|dotn|dont rly) (wnat|wana|wnana|wnt|wan) (to|) (live|be alive|be here anymore|exist)
    (whish|wsh|wihs) (i|that i) (was|were|could) (dead|die|never born|gone)
    (sucidal|suicidle|suisidal|suicidial|suicdal|suicial) (thoughts|again|feelings|and|tonight|ideation)
    (thinking|thinkng|think|thinkin|keep) (about|abt|of) (suiside|sucide|suicde|suicid|suicied|dieing)
    (k ll|ki l|k il|k l|ki ll|k i ll) (myself|my self|mself)
    (su cide|suic de|s icide|su c de|s cide)`,
  ),
  en.risk(
    'en.preparation.leave-taking',
    'medium',
    `tell (my|our) (mom|mum|mother|dad|father|family|kids|parents|sister|brother|wife|husband|daughter|son|friends) (i|that i|im) (love|loved|am sorry|sorry) ~14 (goodbye|cant do this|good bye|cant go on)
    (dont|wont|do not|will not) need (them|it|any of it|these|anything|any of this|that) (where im going|where i am going)
    (wont|will not|dont) have to (worry|deal|put up|bother|care|think) (about|with) me (after|anymore|any more|again|much longer|any longer|soon)
    (say|saying|said) (goodbye|my goodbyes|bye|good bye) ~4 (before i go|not coming back|wont be back|wont be coming back)
    (soon|tonight|tomorrow) i (wont|will not) be (a problem|a burden|in your way|bothering|anyones problem)
    (made|making) (my|) peace ~5 (goodbyes|goodbye|to go|ready)
    (finally|feel|am) ~3 (at peace|peaceful|calm) ~6 (over soon|all be over|be over)
    be with ~2 in heaven (soon|tonight|tomorrow)
    this is the last (message|text|post|thing|time) (you|youll|i|ill|that) ~4 (from me|send|write|hear)
    (by the time|when) you (read|see|find) this ~3 (gone|dead|wont be here)`,
  ),
  en.risk(
    'en.ideation.burden-gone',
    'medium',
    `(everyone|everybody|they|theyd|family|kids|parents|wife|husband|people|all) ~4 (relieved|happier|glad|better off|happy|better) (if|when|once) (i|im) (was|were|werent|wasnt|am|) (dead|gone|died|die|not here|here)
    (insurance|life insurance) (money|payout|policy|) ~4 (help|worth|them|more|better) ~6 (alive|dead|if i die|when im gone|when i die)
    worth more (dead|to them dead) (than|)`,
  ),
  en.risk(
    'en.plan.means-in-passing',
    'high',
    `(use|using|turn|point|used) (it|the gun|the knife|the razor|that) (on|at) (myself|me)
    (driving|walking|heading|drive|walk|way|drove|walked) (to|towards|over to) (the|a) (bridge|cliff|train tracks|tracks|overpass|roof) ~6 (jump|end it|jumping|die|not coming back)
    (vodka|whiskey|bottle|alcohol|booze|wine|rum) and ~4 {pills} ~1 (this is it|its time|im done|goodbye|tonight|im ready)
    loaded (gun|pistol|revolver|shotgun|rifle) (right|sitting|lying|is|) (on|in|next to|beside|by) (the table|my hand|me|my bed|my lap|the drawer|my desk|the desk|my nightstand)
    (car|engine|motor) (is|was|) (running|on|idling) in (the|my|a) (closed|) garage
    (noose|rope|pills|gun|razor|blade) (in|is in) my hand
    (bathtub|bath|bathroom|shower) ~2 (with|and) (a|my|the) (knife|razor|blade|gun|pills|razor blade)
    (minutes|hours|days) of life left
    (step|jump|walk|throw myself) in front of (the|a) (train|bus|truck|car|subway|lorry) ~1 {soonTime}`,
  ),
  en.risk(
    'en.worry.other-in-danger',
    'medium',
    `{other} ~4 (talking|talks|talked|spoke|speaking|writing|wrote|joking|posting|essay|poem) ~1 about (ending his life|ending her life|ending their life|ending it all|dying|wanting to die|suicide|killing himself|killing herself|killing themselves)
    (found|discovered|read|saw) (a|my|his|her|their|the) (suicide|goodbye|farewell) (note|letter|message|video)
    {other} ~2 (took|swallowed|taken|swallowing) ~4 {pills}
    (says|said) (hes|shes|theyre|he is|she is) (about to|going to|gonna) (overdose|jump|kill himself|kill herself|die|hang himself|hang herself|end it)
    {other} ~2 (texted|messaged|sent|called|said|wrote) ~2 (goodbye|good bye) ~8 (phone off|not answering|wont answer|isnt answering|terrified|scared|worried|cant reach)`,
  ),
];
