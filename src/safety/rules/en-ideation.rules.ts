import { en, type PhraseRule } from './rule.types.js';

/** Level medium in English. */
export const enIdeationRules: readonly PhraseRule[] = [
  en.risk(
    'en.ideation.want-to-die',
    'medium',
    `i (just|really|so|honestly|truly|literally|only|seriously|sometimes|actually|kinda|still|always|often|basically|do|even|also|fucking|desperately|secretly|) {want} (just|really|fucking|literally|) {die}
    (want to|wanna|want 2|wantto) (just|fucking|literally|really|so badly|) (die|be dead|drop dead|not exist|stop existing|cease to exist|not wake up|never wake up|stop living|be dead already)
    (wish|hope|pray|praying|hoping|wishing|wished) (that|) (i|id|i would|i could|to god i|god would|someone would|somebody would|a car would|a truck would|a bus would|i had|i just|i would just|i could just|i were|i was|they would|it would|he would|god will|you would|u would|anyone would) (just|finally|actually|fucking|please|already|) (be|was|were|been|) (just|) (die|died|dead|dont wake up|didnt wake up|never woke up|never wake up|not wake up|stop existing|stopped existing|didnt exist|did not exist|dont exist|not exist|disappear forever|kill me|hit me|take me|run me over|end me|shoot me|murder me|die in my sleep|died in my sleep|wouldnt wake up|wont wake up|wouldn wake up|not alive|wasnt alive|werent alive|isnt alive|had died|end my life)
    (let|make|please let|just let) me die
    (please|someone|somebody|can someone|could someone|will someone|god|just|pls|plz|can somebody|anyone) (please|just|pls|plz|) (kill me|end me|shoot me|put me out of my misery|end my life|murder me)
    (kill me now please|just kill me|kill me please|pls kill me|kill me already)
    (id|i would|i had|would) (rather|sooner|prefer to|be better off|be happier) (just|) (be|) (die|dead|be dead)
    (better off|best if i was|best if i were|better if i was|better if i were|happier if i was|easier if i was|easier if i were|better when i am|better when im|better once im) (dead|gone|not here|not alive)
    (everyone|everybody|world|family|they|people|you|kids|parents|mom|husband|wife|all) (would be|will be|is|are|be|might be|d be|wld be|would all be|will all be) (so much|much|far|way|probably|all|just|a lot|) (better|happier|better off) (off|) (without me|if i was dead|if i were dead|if i died|if i was gone|if i were gone|if i wasnt here|if i wasnt around|once im gone|when im gone|if im gone|when im dead)
    (i should|i deserve to|i need to|i have to|i ought to|i must|i might as well|i may as well|may as well|might as well|i can|i could|i shouldve|i should have) (just|probably|really|go|go and|) (die|be dead|kill myself|died|end it|been dead|die already)
    (ready|waiting|want|wanting|longing|begging|yearning|wishing|praying|eager|excited|prepared|hoping|wait) (for|to) (my|) (die|death|to die|be dead)
    (im|i am|i m) (just|so|) (waiting to die|waiting for death|ready to die|ready to go|wanting to die|begging for death|better off dead|done living|done with life|done with living|tired of living|tired of being alive|tired of existing|sick of living|sick of being alive|sick of life|over living|fed up with living|fed up with life|exhausted of living)
    (dont|do not|didnt|never|no longer|cant|cannot|doesnt|dnt|don t|wont|havent) (really|even|) (want|wanna|wanted|wish|care|deserve|feel like|know if i want|think i want|think i can|think i wanna|know why i am|know how) (to|) (live|be alive|exist|be here anymore|be here any more|be on this earth|be in this world|be on this planet|wake up|wake up tomorrow|wake up anymore|living|being alive|living anymore|continue living|keep living|go on living|stay alive|be alive anymore|live anymore|exist anymore|be alive any more|if i live|if i die|whether i live|if i live or die|about living|go on anymore|see tomorrow|make it to tomorrow|live another day|keep going anymore|carry on living|keep on living|live like this|live in this world|live this life|live through)
    (no|nothing|little|lost|lost my|lost all|lost the|no more|not much|have no|without|zero|not one|find a|find any|see a|see any) (reason|will|point|motivation|desire|reasons|purpose|point in|point of) (left|anymore|for me|) (to|in|for|of|left to) (live|keep living|living|be alive|being alive|stay alive|go on living|stay here|living anymore|continuing to live|existing|live for|go on|keep existing|wake up)
    (nothing|nothing left|not much|no one|nobody|nothing more|have nothing|have nothing left) (to|i|left to|worth) (live for|living for)
    (whats|what is|what|wheres|i dont see the|dont see the|theres no|there is no|there isnt any|no|see no|dont see any|is there a|is there any) (the|) (point|reason) (of|in|to|for) (me|my|even|) (living|live|being alive|existing|staying alive|life|be alive|exist|going on|go on|continuing) (anymore|any more|if|when|)
    (life|living) (is|isnt|is not|isn t|isnt even|aint|not|isn) (not|really|just|even|) (worth living|worth it anymore|worth it)
    (not|isnt|isn|never) worth (living|being alive|living anymore)
    (why) (am i|am i even|am i still|do i|do i even|should i|should i even|cant i|cant i just|bother|do i keep|do i still|wont i|didnt i|couldnt i|can i not|must i) (still|just|even|) (alive|living|here anymore|live|keep living|die|exist|existing|stay alive|dead|be alive|not dead|die already)
    (cant|cannot|can t|can not|couldnt|unable to) (go on living|live anymore|live like this|live like this anymore|live any longer|live with myself|live this way|keep living|do life anymore|live with this pain|continue living|keep on living|bear to live|bear living|stand living|stand being alive|exist like this)
    (hate|hating|regret|despise) (being alive|living|that i am alive|that im alive|im alive|waking up every day|waking up alive|that i woke up|existing|that i wake up|that i exist)
    (death|dying|dead) (is|would be|sounds|seems|feels|looks|will be) (like|) (so|such|my|the|a|much|really|pretty|more|) (only|better|peaceful|best|appealing|comforting|easier|relief|answer|escape|way out|good|nice|solution|great|option|tempting|only option|only way out|only escape|sweet relief|kinder|beautiful) (than|option|escape|way|right now|answer|)
    (disappear|vanish) (forever|from this world|from this earth|off the face|from the face of|from existence|for good)
    (if|when|once|after) (i|im) (die|died|am dead|dead|was dead|were dead|killed myself|am gone|gone|kill myself) (no one|nobody|would anyone|will anyone|they|no|it would|everyone|who|would|maybe|will|people)
    (sleep|go to sleep|fall asleep|close my eyes|lie down|go to bed) (and|) (just|) (never wake up|not wake up|never wake|never get up|dont wake up|die|never open them)
    (never|not|dont|didnt) (want to|wanna) wake up (again|tomorrow|anymore|ever)`,
  ),
  en.risk(
    'en.ideation.kill-myself',
    'medium',
    `(kill|killing|killed) (myself|my self|meself|mysef|mself)
    {want} (just|fucking|really|actually|literally|go|seriously|) {killSelf}
    (i|ill|id|im|i am|to|and|or|just|ima|imma|ive|cant|could|can|might|may|gonna|finally|if i|when i|that i|before i|until i|till i|why i|how i|why dont i|should i|why cant i|probably) (just|almost|nearly|will|would|really|actually|even|could|finally|gonna|going to|go|have|ever|) {killSelf}
    (kms|unalive myself|unaliving myself|sewerslide|sewer slide|end my life|ending my life|end my own life|ending my own life|take my own life|taking my own life|took my own life|slit my wrists|slitting my wrists|slit my wrist|blow my brains out|hang myself|hanging myself|shoot myself in|drown myself|offing myself|end myself|neck myself|off myself)
    (suicidal) (thoughts|ideation|thought|feelings|urges|tendencies|again|now|rn|today|tonight|anymore|right now|and|because|for|every|all|lately|mode|person|since|intent|impulses|state|i|but|depression|mind)
    (feel|feeling|felt|be|am|im|been|being|become|becoming|so|really|actively|passively|getting|very|extremely|kinda|get|got|a little|bit|was|me|still|highly|severely|constantly|always|chronically) suicidal
    (think|thinking|thoughts|thought|consider|considering|contemplating|contemplate|contemplated|attempt|attempted|attempting|plan|planning|want|planned|urge|idea|talk|desire|fantasies|fantasize|fantasizing|option|obsessed|considered|turn|resort|attempts|wish|driven|drive|drives|drove|commit|commiting|committing|committed|comitting|comit|commited|like) (of|about|for|by|to|with|on|me to|at|is|) (my|my own|a|) suicide
    suicide (is|seems|sounds|feels|attempt|attempts|looks|would be|note|was|thoughts|might be|may be) (my|the|like|a|to be|in|last|on|me|such|often|always|so|really) (only|best|option|answer|way|good|year|week|month|hospital|solution|my mind|easy|tempting|easiest)
    (my|another|second|third|first|failed|previous|last) suicide (attempt|attempts|plan|note|ideation|thoughts)
    suicide (ideation|ideations)
    (too|such a) (scared|afraid|much of a coward|cowardly|chicken|weak|coward|pussy|scared of pain|much of a pussy) to (die|kill myself|do it|end it|commit|end my life|go through with it|actually do it|jump)
    (dont|didnt|lack|no|not have|had the|have the|find the|need the|enough) (have the|have|find the|get the|the|) (courage|guts|balls|strength|bravery|nerve|energy) to (just|actually|) (die|kill myself|end it|end my life|do it|commit|jump|end it all|commit suicide|end things|go through with it)
    (end|ending|finish|escape|leave|quit|exit|stop) (my|this|it|all|all this|the|this fucking|this miserable|this whole) (life|existence|miserable life|suffering for good|pain forever|it all|thing called life|all|world forever|suffering forever|misery)
    (want|wanna|ready|wish|going|gonna|need|trying|tempted|about|decided|like) (to|it to|i could|everything to|it all to|for it to|) (just|) (end it|end it all|end everything|end all of this|be over forever|end things permanently|end the pain|end this pain|end my pain|end my suffering|end the suffering|ending it|ending it all|end myself|all be over|end this all|end all this|just end)
    (done|im done|finished) (with|) (living|life|existing|this life|being alive|with this life|my life)
    (attempted|attempt|tried) (suicide|to die|to end it|to kill myself|dying|to end my life|hanging|to overdose|to hang)
    (thoughts|images|visions|dreams|idea|fantasies) (of|about) (my death|dying|death|my own death|ending it|ending things|jumping|hanging|killing|offing|crashing|my funeral)
    (jump|jumping) (off|from|in front of|out of|into) (a|the|my|this|that|some) (bridge|building|roof|train|cliff|balcony|window|car|bus|overpass|traffic|rooftop|tracks|ledge|moving car|ocean|river)
    (drive|driving|steer|swerve|crash|run|drove) (my|the|this|) (car|truck|) (into|off|in to) (a|the|oncoming|) (tree|bridge|wall|cliff|traffic|pole|road|river|oncoming traffic|truck)
    (i am|im|i m) (a|) (danger|threat|risk) to myself
    (i) (am|m) not safe (with myself|by myself|from myself|alone)
    (not|dont feel) safe (with|from|around|being alone with) myself
    (want|wanna) (to|) (unalive|sudoku|kms|self delete|ctb|catch the bus|yeet myself off|delete myself|die|d1e|rope)
    (kms|ctb|unalive) (rn|fr|tonight|soon|today|asap|now)
    (how do i|best way to|fastest way to|time to|gonna|imma) (kms|ctb|unalive)
    commit (die|not alive|unalive|not living|toaster bath|self death)`,
  ),
  en.risk(
    'en.self-harm.now',
    'medium',
    `{want} (just|really|) {hurtSelf}
    (i|ive|im|i am|keep|started|start|been|relapsed|again|always|cant stop|stop|to|by|and|or|resist|urge to|just|usually|sometimes|still|began|enjoy|like|love|hate|about|addicted to|from) (have|been|just|have been|keep|started|will|still|also|even|sometimes|often|used to|am|actually|dont|cant stop|) {hurtSelf}
    (cut|cutting|slit|slice|slicing|carve|burn|burned|scratched|sliced|carved|slashed) (my|up my|open my|into my) (own|) (wrist|wrists|arm|arms|leg|legs|thigh|thighs|skin|hips|stomach|forearm|veins|body|hand|throat|ankles|flesh)
    (cut|cutting|burned|hurt|harmed|injured|starved) (myself) (again|last night|today|deep|because|on|with|so|for|when|every|to|yesterday|tonight|too)
    (relapsed|relapse|clean) (on|from|with|into) (cutting|self harm|sh|selfharm|harming)
    (razor|blade|knife|razors|blades|scissors) (to|on|against|across|in|into) (my|cut my) (skin|wrist|wrists|arm|arms|leg|thigh|throat|veins|own)
    (urge|urges|urges to|want|need|addicted|addiction|craving) (to|for|) (cut|self harm|selfharm|cutting|hurt myself|cut again)
    (self harming|selfharming) again
    (self harm|selfharm|self injury|cutting) (again|urges|scars|relapse|thoughts|every|is the only|helps|makes me|feels|daily|is how)
    (scars|cuts) (on|all over|covering) (my|both) (arm|arms|wrist|wrists|thigh|thighs|legs|leg)`,
  ),
  en.risk(
    'en.worry.other',
    'medium',
    `{other} (is|was|said|says|told me|keeps|wants|might|has|has been|just|wanted|tried|told|really|texted me|talks|talking|keep saying|threatens|threatened|be|may|might be|could|feels|feel|are|still|been|also|always) ~4 (suicidal|kill himself|kill herself|kill themselves|killing himself|killing herself|killing themselves|end his life|end her life|end their life|wants to die|want to die|doesnt want to live|dont want to live|hurting himself|hurting herself|hurt herself|hurt himself|hurt themselves|self harm|self harming|cutting herself|cutting himself|suicide|end it all|cut herself|cut himself|cuts herself|cuts himself|take her own life|take his own life|harm herself|harm himself|harm themselves|od|overdose|overdosed)
    (hes|shes|theyre) (been|really|just|so|) (suicidal|cutting herself|cutting himself|talking about suicide|going to kill)
    (worried|scared|afraid|think|fear|terrified|concerned|convinced) ~6 (kill himself|kill herself|kill themselves|hurt himself|hurt herself|hurt themselves|suicidal|suicide|end his life|end her life|end their life|harm himself|harm herself)
    (help|stop|save|support|talk to|comfort) (a|my|someone|somebody|him|her|them|from|) ~4 (suicidal|suicide|kill herself|kill himself|killing themselves|who wants to die)`,
  ),
];
