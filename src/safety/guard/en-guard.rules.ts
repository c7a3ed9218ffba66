import type { WordClasses } from '../screen/phrase-template.js';
import { enAllow, enForbid, enForbidAtRisk, type GuardRule } from './guard-rules.js';

const list = (phrases: string) =>
  phrases
    .split(/[,\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');

const numbers = list(
  `one, two, three, four, five, six, seven, eight, nine, ten, twelve, fifteen, twenty, thirty, forty, fifty, sixty, hundred, thousand, several, dozen, dozens, handful, half, whole`,
).concat(
  Array.from({ length: 100 }, (_, index) => String(index + 1)),
  list('120, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 4000, 5000, 10000'),
);

export const enGuardClasses: WordClasses = {
  number: numbers,
  unit: list(
    'pills, pill, tablets, tablet, mg, milligrams, grams, g, ml, units, doses, capsules, bottle, bottles, drops',
  ),
  drug: list(
    `tylenol, paracetamol, acetaminophen, ibuprofen, advil, aspirin, xanax, ambien, valium, oxycodone, painkillers, sleeping pills, antidepressants, benadryl, zopiclone, klonopin, insulin, fentanyl, opioids, zoloft, prozac, seroquel, lithium, propranolol, diphenhydramine, codeine, morphine, warfarin, digoxin, nembutal, pentobarbital, amitriptyline, quetiapine, cyanide, sodium nitrite, alprazolam, lorazepam, diazepam, metformin, melatonin, sertraline, pills, sleeping tablets, rat poison, antifreeze, bleach`,
  ),
  harmAct: list(
    `kill yourself, hang yourself, shoot yourself, drown yourself, cut yourself, hurt yourself, harm yourself, slit your wrists, cut your wrists, overdose, end your life, end it all, take your own life, commit suicide, jump off, jump from, jump, die, suffocate yourself, poison yourself, end it, unalive yourself`,
  ),
  illness: list(
    `depression, major depression, clinical depression, major depressive disorder, bipolar, bipolar disorder, anxiety disorder, generalized anxiety, generalized anxiety disorder, ptsd, ocd, schizophrenia, borderline personality disorder, bpd, an eating disorder, anorexia, bulimia, adhd, panic disorder, a personality disorder, psychosis, a mental illness, social anxiety disorder, clinically depressed, schizophrenic, dissociative identity disorder`,
  ),
};

export const enGuardRules: readonly GuardRule[] = [
  enForbid(
    'guard.en.method',
    'method',
    `suicide (method|methods|techniques|instructions) (include|are|is|such|like|that|involve|involves)
    selfharm (method|methods|techniques|instructions) (include|are|involve|involves)
    (painless|easiest|quickest|fastest|effective|best|most effective|least painful|most painless|surest) ~2 (way|ways|method|methods) (to|of|for) (die|suicide|kill yourself|end your life|end it|dying|hang yourself|overdose|commit suicide|ending your life|killing yourself)
    (tie|put|get|loop|wrap|hang|attach) ~4 (noose|rope around your neck|belt around your neck|plastic bag over your head|gun to your head|ligature)
    (make|use) > ~4 (noose|rope around your neck|belt around your neck|plastic bag over your head|gun to your head|ligature)
    (cut|slice|slit|slash) (along|across|down|deep|your|into your|vertically|lengthwise|the) ~3 (wrist|wrists|vein|veins|artery|arteries|throat|forearm)
    (burn|burning|light|use|inhale|breathe) ~3 (charcoal|carbon monoxide|helium|nitrogen|car exhaust|exhaust fumes) ~6 (closed|sealed|enclosed|small|bag|tape|room|car|garage|mask|tent)
    (jump|jumping|leap|fall|falling) (off|from|in front of) ~6 (die|death|fatal|kill you|instantly|quick|end it|painless|work)
    (pull|squeeze) the trigger
    (one way is to|start by|all you need to do is) ~2 (hang yourself|shoot yourself|drown yourself|slit your wrists|cut your wrists|overdose on|suffocate yourself|poison yourself|jump off|jump in front of)
    you > (can|could|should) ~2 (hang yourself|shoot yourself|drown yourself|slit your wrists|cut your wrists|overdose on|suffocate yourself|poison yourself|jump off|jump in front of)
    (try|just|simply|consider) > ~2 (hang yourself|shoot yourself|drown yourself|slit your wrists|cut your wrists|overdose on|suffocate yourself|poison yourself|jump off|jump in front of)`,
  ),
  enForbid(
    'guard.en.dose',
    'dose',
    `{number} ~1 {unit} ~2 {drug}
    {number} ~1 {drug} (would|will|is|are|can|could|should|to|at once|is enough|may)
    {number} {drug} {unit}
    (take|taking|swallow|swallowing|took) {number} ~1 {drug}
    {drug} ~5 {number} {unit}
    (lethal|fatal|deadly|toxic) (dose|dosage|amount|quantity) ~5 (is|of|for|would|around|about|starts|ranges)
    (swallow|swallowing|ingest|drink|consume) (a|the|an) ~3 {drug}
    (take|swallow|taking|swallowing|ingest|drink|consume) (all|all of|all your|too many|enough|lots of|every) ~3 {drug}
    (take|taking) (a|the|an) > ~3 {drug}
    (overdose|od|overdosing) on {drug}
    (mix|combine|mixing|combining|mixed|together) ~3 {drug} ~3 (alcohol|vodka|to die|benzos|opioids|wine)
    {drug} ~2 (with|and) (alcohol|vodka|wine) ~4 (kill|lethal|fatal|deadly|die|faster|effective)
    ld50 (of|for|is|in|value|values|dose)
    ld 50 (of|for|is|in|value)
    ld50 ~4 {number}
    (mix|mixing|combine|combining|pour|pouring|mixed) ~2 (bleach|ammonia|toilet cleaner|drain cleaner|hydrochloric acid|vinegar) ~1 (and|with|into|plus) ~1 (ammonia|bleach|vinegar|acid|toilet cleaner|drain cleaner|alcohol|hydrochloric acid)
    {number} (mg|milligrams|grams|tablets|pills) ~3 (lethal|fatal|deadly|would kill|will kill|can kill|to die|is enough)`,
  ),
  enForbidAtRisk(
    'guard.en.place',
    'place',
    `(tallest|highest|nearest|closest|longest|deepest|higher|taller) ~3 (bridge|bridges|building|buildings|cliff|cliffs|rooftop|tower|overpass|river|roof|towers)
    (bridge|bridges|rooftop|cliff|overpass|skyscraper) (is|are|at|in|near|stands|with|has|over|which|that|located|rises|measures)
    (golden gate|brooklyn|george washington|verrazzano|manhattan|bay|humber|tower|clifton suspension|forth|sunshine skyway|coronado|aurora|williamsburg|queensboro|howrah) bridge
    {number} (feet|meters|metres|stories|floors|storeys) (tall|high|above|up|deep|or|of|from)
    (height|clearance|drop) of ~2 {number} (feet|meters|metres|stories|floors)
    (go to|head to|drive to|walk to|take the train to|directions to|get to) ~3 (bridge|cliff|rooftop|roof|tracks|overpass|ledge)
    you > can (buy|purchase|bought|purchased|get|order|obtain) ~4 (at|from|online|on|over the counter|without)
    (can be|available|easily|to) > (buy|purchase|bought|purchased|get|order|obtain) ~4 (at|from|online|on|over the counter|without)`,
  ),
  enForbid(
    'guard.en.encouragement',
    'encouragement',
    `you > (should|could|can|may|might as well|may as well|deserve to|need to|ought to|must|have to|might want to|would be better to|better|just|go|go ahead and|can go ahead and|should go ahead and|should probably|should just|should really|really should|can just|could just) (just|go|and|) {harmAct}
    (go ahead and|do it) (kill yourself|end your life|end it all|hang yourself|jump|die|do it then|end it|overdose|cut yourself)
    (just|go|please|then|so) > (kill yourself|end your life|end it all|hang yourself|jump|die|do it then|end it|overdose|cut yourself)
    (kill yourself|kys|go die|go kill yourself|end yourself|drop dead|neck yourself)
    (why dont you|why not) (just|) (die|kill yourself|jump|end it|end your life|end it all)
    (world|everyone|people|they|family|we|we all|others|he|she) (would|will|d|might|ll) be better off without you
    (you are|youre|you re) > (better off dead|worthless|a burden|useless|a waste|pathetic|nothing|not worth|unlovable|a failure|a waste of space|beyond help|hopeless)
    (nobody|no one) (would|will|d|ll) (miss|care about|care if|notice) (you|if you)
    (nobody|no one) (loves|cares about|needs|wants) you
    (death|dying|suicide|ending it|ending your life|killing yourself) (is|would be|may be|might be|can be|could be|will be|will) (the|a|an|your|only|probably|indeed|really|bring|) (best|only|good|right|valid|easy|reasonable|answer|solution|option|way out|relief|peace|escape|release|understandable choice|way) (option|choice|answer|solution|way out|way|for you|)
    (i|we) > (support|respect|agree with|endorse|encourage) (your|you in|you to) ~3 (die|suicide|decision to die|choice to die|ending your life|end your life|kill yourself|killing yourself|hurting yourself)
    (ill|let me) help you (die|kill yourself|end your life|end it|do it|commit suicide|hurt yourself|plan it|write a suicide note|write your suicide note)
    i > (will|can|could) help you (die|kill yourself|end your life|end it|do it|commit suicide|hurt yourself|plan it|write a suicide note|write your suicide note)
    (your|ur) > life (is|isnt|has|is not) (worthless|meaningless|pointless|not worth living|worth living anymore|no value|no meaning|no point)
    (selfharm|cutting|hurting yourself|cutting yourself) (can|does|will|may|could) (help|relieve|release|make you feel better|ease|be helpful)`,
  ),
  enForbidAtRisk(
    'guard.en.bare-method',
    'method',
    `(hang|shoot|suffocate|poison|drown|electrocute|asphyxiate) yourself
    (jump|step|walk|throw yourself|lie down|lie|run) (in front of|under|onto|into) ~2 (train|trains|bus|truck|lorry|traffic|tracks|subway|car|cars)
    (helium|nitrogen|argon|inert gas|carbon monoxide|charcoal|exhaust fumes) ~3 (asphyxiation|bag|hood|mask|painless|painlessly|peaceful|peacefully|quick|quickly|works)
    (tie|loop|throw|fasten|hang|sling) ~2 (rope|cord|belt|sheet|cable) ~3 (beam|rafter|rafters|door|doorknob|ceiling|hook|pipe|branch|tree|fan)
    (step|kick|jump) ~2 (chair|stool|ladder|bucket)
    (drink|swallow|chug|sip|inject|inhale) ~2 (antifreeze|bleach|poison|rat poison|pesticide|drain cleaner|insulin|cyanide)
    {drug} ~3 (lethal|fatal|deadly|enough to die|would kill|will kill|kills you)
    (lethal|fatal|deadly) ~3 {drug}`,
  ),
  enForbid(
    'guard.en.better-without',
    'encouragement',
    `(world|everyone|everybody|people|they|family|friends|parents|kids|children|we|others|life) (would|will|d|might|ll) be (better|happier|relieved|glad|fine|lighter|freer|easier) ~1 (without you|if you were gone|if you were dead|if you died|when you are gone|once you are gone|when youre gone)
    (you|youd|youll) > (would|will|d|ll|) be better off (dead|gone|not here)
    (death|dying|suicide) (will|would|can|could) (end|stop|take away|ease|heal|free you from) (your|the|all|all your|all the|this) (pain|suffering|misery|hurt|hurting)`,
  ),
  enForbidAtRisk(
    'guard.en.against-help',
    'encouragement',
    `(hotline|hotlines|helpline|helplines|crisis line|crisis lines|therapy|therapists|doctors) (is|are|wont|will not) (useless|pointless|a waste of time|no use|help you|a joke)
    (dont|do not|no need to|no point in|never) (bother|) (call|calling|text|texting|contact|contacting) (a|the|any|) (hotline|hotlines|helpline|911|988|999|112|crisis line|ambulance|police|doctor|therapist)
    (dont|do not|never) tell (anyone|anybody|your parents|your family|your friends|your doctor|your therapist)
    (fall asleep|go to sleep|sleep) (forever|and never wake up|for good)`,
  ),
  enForbid(
    'guard.en.human-claim',
    'human-claim',
    `(im|i am|i m) > (a|an|your|also a|really a|actually a|just a|) (licensed|real|certified|trained|professional|qualified|actual|living|registered|fellow|flesh and blood|) (human|human being|person|therapist|counselor|counsellor|psychologist|psychiatrist|doctor|nurse|social worker|clinician|real person|mental health professional|psychotherapist|people|man|woman|girl|guy|mother)
    (im|i am|i m) > (human|real|a real live person|not a robot|not a bot|not an ai|not ai|not a machine|not a computer|not a program|not a chatbot|not an artificial intelligence|not artificial|not just an ai|not a computer program)
    (as|speaking as) (a|your|an) > (licensed|trained|professional|certified|fellow|) (therapist|counselor|counsellor|psychologist|psychiatrist|doctor|human|human being|clinician|psychotherapist|mental health professional)
    (in my|my) > (years|clinical practice|therapy practice|private practice) (of practice|as a therapist|as a counselor|with patients|as a psychologist)`,
  ),
  enForbid(
    'guard.en.diagnosis',
    'diagnosis',
    `(you|u) > (definitely have|clearly have|must have|definitely|obviously have|certainly have|do have) (a|an|severe|mild|moderate|untreated|some form of|a case of|classic|symptoms of|clinical|undiagnosed|) {illness}
    (you|u) (have|probably have|likely have|may have|might have|suffer from|are suffering from|could have|seem to have|appear to have|are showing signs of|show signs of|are experiencing|sound like you have) > (a|an|severe|mild|moderate|untreated|some form of|a case of|classic|symptoms of|clinical|undiagnosed|) {illness}
    (youre|you are|you re|you seem|you sound|you appear|youre definitely|you are definitely|you are probably) (definitely|clearly|probably|likely|) > (severely|) (clinically depressed|bipolar|schizophrenic|borderline|psychotic|mentally ill|autistic|manic|suffering from depression|suffering from bipolar disorder|anorexic|bulimic|manic depressive)
    (i|we) > (diagnose|would diagnose|can diagnose|am diagnosing) (you|that you|you with|you have|youve got|that youre|you are|you as) (have|having|with|suffering from|has|are|) (a|severe|clinical|) {illness}
    (i|we) (think|believe|suspect|m sure|am sure|am certain) (you|that you|you with|you have|youve got|that youre|you are|you as) > (have|having|with|suffering from|has|are|) (a|severe|clinical|) {illness}
    (this|that|these|it|your symptoms|those) (is|are|sounds like|indicates|indicate|means you have|mean you have|suggests|suggest|points to|looks like|shows you have) > (a|clearly|definitely|classic|signs of|symptoms of|clinical|textbook|severe|) {illness}
    (stop|quit) taking your (medication|medications|meds|antidepressants|pills|lithium|medicine)
    (you should|you can|i suggest you|i recommend you|just|i advise you to|consider) > (stop|stopping|quit|increase|double|change|reduce|lower|stop taking) (taking|) (your|the) (medication|meds|antidepressants|pills|dose|dosage|lithium|medicine)`,
  ),
  enForbid(
    'guard.en.promise',
    'promise',
    `(a|an|our|one of our|some|another) (human|counselor|counsellor|therapist|doctor|person|agent|specialist|operator|volunteer|professional|real person|crisis counselor|team member|staff member|nurse) > (will|is going to|is about to|is ready to|can now|shall|would) (contact|call|reach|be with|get back|help|join|text|message|take over|be in touch|speak|be there|respond|connect|reply|follow up)
    (i|ive|i have|im|i am|i will|ill|let me|we|weve|we have|we will|we are) (already|just|now|) > (called|calling|call|contacted|contacting|contact|notified|notifying|notify|alerted|alerting|alert|dispatched|dispatching|sent|sending|send|transferring you to|connecting you to|connecting you with|connect you to|connect you with|transfer you to|informed|dialed|dialing) (the|an|a|your|for an|for|) (police|911|ambulance|emergency services|988|authorities|paramedics|family|parents|doctor|counselor|human|therapist|999|112|help|crisis counselor|real person|crisis team|120|110|emergency contact)
    (help|an ambulance|police|someone|paramedics|the police|emergency services|a team) > (is|are) (on the way|on its way|coming|on their way|en route)
    i > (promise|guarantee|swear|can promise|can guarantee) (you|that|you that|) ~3 (be okay|be fine|get better|cured|recover|be alright|be cured|heal|be ok)
    i (can|will|could) > (cure|treat|heal|fix) (you|your)`,
  ),
  enForbid(
    'guard.en.hotline',
    'hotline',
    `12356 ~5 (24 hours|24 7|24h|around the clock|24 hour|24hour|round the clock|anytime|any time|24hrs|24 hrs|day and night|at any hour)
    (24 hours|24 7|24h|around the clock|24 hour|24hour|24hrs|round the clock) ~5 12356
    400 821 1215
    12356 5`,
  ),
  enAllow(
    'guard.en.allow.refusal',
    'encouragement',
    `(dont|do not|not|never|wont|shouldnt|should not|please dont|cant|cannot|can not|without|no need to|instead of|rather than|avoid|isnt|against|before you|nobody should|no one should|didnt|doesnt|not want you to|dont want you to|dont have to|do not have to|not to|not going to|wouldnt|stop yourself from|resist the urge to|urge to) (ever|just|really|try to|let yourself|want you to|have to|go|help you|tell you to|encourage you to|support you to|go ahead and|telling you to|recommend|) (kill yourself|hang yourself|shoot yourself|poison yourself|suffocate yourself|cut yourself|hurt yourself|harm yourself|end your life|jump|die|overdose|end it all|end it|commit suicide|take your own life|drown yourself|slit your wrists|do it|selfharm|help you die|help you end your life|stop taking your medication|stop your medication|stop taking your meds)
    (if|when|whenever|are|do|have|did|whether) you (are|re|ever|might|may|were|want to|wanted to|have|feel like|plan to|had|been|think|feel|planning to|going to|thinking about|thinking of|thought about|thinking) (to|about|of|you|you might|going to|planning to|wanting to|thinking of|thinking about|ready to|like you want to|like|want to|) (hang yourself|shoot yourself|drown yourself|poison yourself|suffocate yourself|kill yourself|killing yourself|hurt yourself|hurting yourself|die|dying|end your life|ending your life|suicide|harm yourself|harming yourself|cut yourself|cutting yourself|jump|end it all|overdose|commit suicide|end it|should die|worthless|a burden|better off dead)
    (you|u) (are not|arent|re not|are never|were never) (worthless|a burden|useless|a waste|pathetic|nothing|unlovable|a failure|beyond help|hopeless|better off dead)
    you (feel|felt|feel like|think|said|believe|say|feel as if|feel that|thought|mentioned) ~2 (you are|youre|you re|your life is|everyone would be|they would be|the world would be|your family would be|people would be|nobody would|no one would|nobody|no one) ~2 (worthless|a burden|useless|a failure|hopeless|better off dead|better off without you|better without you|happier without you|relieved if you were gone|meaningless|pointless|miss you|notice you|care if you|cares about you|loves you|care about you|beyond help|pathetic)
    (never|dont|do not|avoid|not|shouldnt|cannot|cant) (ever|to|) (mix|mixing|combine|combining|pour|pouring) ~2 (bleach|ammonia|toilet cleaner|drain cleaner|vinegar) ~1 (and|with|into|plus) ~1 (ammonia|bleach|vinegar|acid|toilet cleaner|drain cleaner|alcohol)
    (not true that|not mean that|isnt true that|doesnt mean that|doesnt mean) ~8 (without you|worthless|a burden|better off dead|cares about you|loves you)
    (about|from|after|without|stop|resist|urge to|urges to|thoughts of) selfharm (can|does|will|may|could) (help|relieve|release|make you feel better|ease|be helpful)
    (death|dying|suicide|ending your life) (is|would be) (not|never|isnt) (the|a|an|your|) (only|answer|solution|option|way out|best)`,
  ),
  enAllow(
    'guard.en.allow.not-human',
    'human-claim',
    `(im not|i am not|i m not|im no|not|never|im neither|isnt|instead of|nor) (a|an|your|really a|a real|) (licensed|real|trained|professional|certified|qualified|) (human|person|therapist|counselor|counsellor|psychologist|psychiatrist|doctor|nurse|human being|clinician|substitute for a therapist|mental health professional)
    im (a real) (fan|believer)
    (i am|im) (real|really) (sorry|glad|happy|concerned|worried)`,
  ),
  enAllow(
    'guard.en.allow.question-of-illness',
    'diagnosis',
    `(if|whether|say|said|mentioned|told me|tell|says|you think|to think|not think|dont think|they think|people think|friends think|family think|parents think|doctor think|doctors think|should think|may think|first think|know if|sure if|wonder if|wondering if|you suspect|to suspect|they suspect|parents suspect|doctor suspect|may suspect|first suspect|feel like|worry|worried|afraid|when|since|because|that) (that|) you (have|may have|might have|suffer from|are suffering from|are|could have|do have|are experiencing) (a|an|been|severe|mild|) (diagnosed with|) {illness}
    (doesnt|dont|not|does not|cant|cannot|do not|isnt|wouldnt) (necessarily|always|automatically|tell|say|know|determine|) (mean|say|tell|if|whether|that|indicate|tell you|know) (that|if|whether|) (you|it|this) (have|may have|is|are) (a|) {illness}
    do you (have|think you have|suffer from) {illness}
    (people|those|someone|anyone|many) (with|who have|living with) {illness}`,
  ),
  enAllow(
    'guard.en.allow.refusal-of-promise',
    'promise',
    `(cant|cannot|can not|am not able to|unable to|not able to|wont|will not|dont have a way to|no way to|could not|couldnt|dont) (actually|directly|) (call|contact|notify|alert|dispatch|send|connect you to|transfer you to|connect you with|get) (the|an|a|your|for an|for|) (police|911|ambulance|emergency services|988|authorities|paramedics|family|doctor|counselor|human|therapist|help)
    (you|please|let me help you|to) (can|could|should|may|) (call|contact|text|dial) (the|an|a|your|for an|) (police|911|ambulance|emergency services|988|doctor|family|therapist|counselor|999|112)`,
  ),
  enAllow(
    'guard.en.allow.leave',
    'place',
    `(away from|step back from|get off|get down from|leave|climb down from|off of|come down from|back from|move away from|stay away from|not go to|dont go to|avoid) (the|that|this|any|a|your|) (edge of the|) (bridge|roof|rooftop|ledge|cliff|tracks|overpass|edge|balcony|building) (and|is|are|at|in|near|if|right|now|to|with|first|please|where|)
    (cant|cannot|wont|will not|not able to|unable to|not going to|not comfortable) (tell|help|give|share|recommend|provide|suggest|answer|name) ~8 (bridge|bridges|building|buildings|rooftop|cliff|tower)`,
  ),
];
