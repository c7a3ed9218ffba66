import { en, type PhraseRule } from './rule.types.js';

/** Less plain wishes and misspellings (level medium); means, a time or a farewell in other words (level high). */
export const enSignalRules: readonly PhraseRule[] = [
  en.risk(
    'en.ideation.misspelled',
    'medium',
    `(kil|kll|klil|kiil|killl|kiling|killin|kiill|kiilling|kille|kild|kill|killing) (myself|my self|mysef|mself|myslef|mysel|miself|myselff|meself|mysellf|my slef|myslf)
    (want|wanna|going|gonna|feel like|thinking about|thinking of|about|attempt|commit|committing) (to|) (commit|) (suiside|sucide|suicde|suicid|suiced|suacide|suicied|suicude)
    (feeling|feel|im|i am|so|been|was) (really|so|very|) (sucidal|suicidle|suisidal|suicidial|sucicidal|suicdal)`,
  ),
  en.risk(
    'en.ideation.sleep-for-ever',
    'medium',
    `(want|wanna|wish|wanting|hope|need|ready|longing|like) (to|i could|i can|) (just|) (go to sleep|fall asleep|sleep|drift off|lie down|close my eyes) (forever|for good|for eternity|eternally|permanently|and never wake up|and not wake up)`,
  ),
  en.risk(
    'en.ideation.tired-of-living',
    'medium',
    `(tired|sick|weary|exhausted|bored|sick and tired) of (living|being alive|existing|staying alive)`,
  ),
  en.risk(
    'en.ideation.jump',
    'medium',
    `(gonna|going to|wanna|want to|ready to|should just|should i|might just|might|could just|will just|ima|imma|gotta) jump
    (thinking|think|thought|thoughts|considering|considered|dreaming|fantasizing|obsessing|feel|feels|urge|tempted|keep picturing|imagine|imagining) (about|of|like|) ~1 (jumping off|jumping from|jumping out|jumping in front|jumping down|jump off|jumping into the river|to jump off|to jump|throwing myself off|throwing myself in front|stepping off|stepping in front)`,
  ),
  en.risk(
    'en.plan.rope-bought',
    'medium',
    `(bought|ordered|got) (a|some|the|my) (strong|new|thick|) (rope|noose)`,
  ),
  en.risk(
    'en.plan.not-here-tomorrow',
    'medium',
    `i (wont|will not|am not going to|am not gonna|wont even) be (here|alive|around) (tomorrow|after tonight|in the morning|by morning|much longer|anymore)`,
  ),
  en.risk(
    'en.worry.goodbye-note',
    'medium',
    `{other} ~3 (texted|sent|wrote|left|gave|posted|emailed|messaged|dmed|sending|texting) (me|us|everyone|his family|her family|) (a|his|her|their|this|) (goodbye|suicide|farewell|final) (note|letter|message|text|video|post|email)`,
  ),
  en.risk(
    'en.plan.means-beside-me',
    'high',
    `(have|got|theres|there is|keep|holding|sitting with|here with|with) (a|my|the|his|her|dads|my dads) (loaded|) (gun|pistol|handgun|rifle|shotgun|revolver|noose|razor|razor blade|rope) (right|sitting|lying|here|) (next to|beside|in front of|by|near|with|on) (me|my bed|my lap|my side|my head|my desk)
    (gun|pistol|handgun|shotgun|revolver|noose) (right|sitting|lying|) (next to|beside|in front of) me`,
  ),
  en.risk(
    'en.plan.end-tonight',
    'high',
    `(ready|going|gonna|want|wanna|plan|planning|about|decided|will|ill|time|im|am|finally) (to|) (just|finally|) ~0 (end things|ending things|finish things|end everything|end this|put an end to it|put an end to everything|end it for good|end my suffering) (for good|once and for all|forever|) (tonight|today|tomorrow|this evening|this weekend|right now)
    (will|note|letter|letters|goodbye letters|goodbye note|goodbyes|affairs) (is|are) (written|signed|ready|done|finished|in order|said) ~6 (tonight|goodbye|its time|the night|im ready|i am ready|over|ready to go)
    (goodbye|suicide) (note|letter|letters) (is|are) (written|ready|done|finished|on the table)
    (goodbye|bye|farewell|so long|sorry|im sorry|love you all|take care) (everyone|everybody|all|guys|world|friends|mom|) ~5 (wont be here|will not be here|wont be alive|wont be around|not be here|wont be alive by|will be gone|ill be gone|i will be gone) (tomorrow|anymore|in the morning|by tomorrow|by morning|much longer|after tonight|next week|when you)`,
  ),
];
