import type { Topic } from './reply-book.js';
import type { EventWord, PersonWord, Words } from './words.js';

const event = (pattern: RegExp, name: string, topic?: Topic, hard = false): EventWord => ({
  pattern,
  name,
  hard,
  ...(topic && { topic }),
});
/** Only people the user calls their own are named back. */
const person = (words: string, topic?: Topic): PersonWord[] =>
  words.split('|').map((word) => ({
    pattern: new RegExp(`\\bmy (?:own |dear |old |best |little |older |younger |big )?${word}\\b`, 'i'),
    name: `your ${word}`,
    ...(topic && { topic }),
  }));

export const WORDS_EN: Words = {
  events: [
    event(/\blaid off\b|\blayoffs?\b/i, 'the layoff', 'jobLoss', true),
    event(/\blost my job\b|\b(?:got|was|been) fired\b|\bunemployed\b/i, 'losing your job', 'jobLoss', true),
    event(/\bdivorc/i, 'the divorce', 'breakup', true),
    event(
      /\bbr(?:eak|oke|oken)[ -]?up\b|\bdumped me\b|\bgot dumped\b|\b(?:girlfriend|boyfriend|partner|wife|husband|fianc\w+) (?:just |has )?left me\b/i,
      'the breakup',
      'breakup',
      true,
    ),
    event(/\bcheat(?:ed|ing) on\b/i, 'that betrayal', undefined, true),
    event(
      /\bfail(?:ed|ing)? (?:my|the|an?|this) (?:\w+ )?(?:exam|test|class|course|midterm|final)\b/i,
      'that exam',
      undefined,
      true,
    ),
    event(/\bbull(?:y|ied|ying)\b/i, 'the bullying', 'friends', true),
    event(/\b(?:left|leave|leaving) me out\b|\bexcluded\b/i, 'being left out', 'friends', true),
    event(/\bchemo|\bcancer\b/i, 'the treatment', 'health', true),
    event(/\bsurgery\b/i, 'the surgery', 'health', true),
    event(/\bhospital\b/i, 'the hospital stay', 'health', true),
    event(/\btest results?\b|\bcheck-?up\b/i, 'the results', 'health'),
    event(
      /\binsomnia\b|\b(?:can'?t|cannot|couldn'?t) sleep\b|\bnot sleeping\b/i,
      'the lack of sleep',
      'sleep',
      true,
    ),
    event(/\bnightmares?\b/i, 'the bad dreams', 'sleep', true),
    event(/\bmortgage\b/i, 'the mortgage', 'money', true),
    event(/\bdebts?\b|\bin the red\b/i, 'the debt', 'money', true),
    event(/\brent\b/i, 'the rent', 'money'),
    event(/\bpromot(?:ed|ion)\b/i, 'the promotion'),
    event(/\binterviews?\b/i, 'the interview'),
    event(/\bdeadlines?\b/i, 'the deadline', 'work'),
    event(/\bovertime\b/i, 'the overtime', 'work'),
    event(/\bjob (?:hunt|search)|\blooking for (?:a job|work)\b/i, 'the job search'),
    event(/\bquit(?:ting)? my job\b|\bresign/i, 'quitting'),
    event(/\bfinals\b/i, 'finals week', 'exams'),
    event(/\bmidterms?\b/i, 'the midterm', 'exams'),
    event(/\bexams?\b/i, 'the exam', 'exams'),
    event(/\bgrades?\b/i, 'the grade'),
    event(/\bthesis\b|\bdissertation\b/i, 'the thesis'),
    event(/\bhomework\b/i, 'the homework', 'school'),
    event(/\bgraduat/i, 'graduating'),
    event(/\b(?:fight|argument|argued|fought) with\b|\bbig fight\b/i, 'the argument', undefined, true),
    event(/\bwedding\b|\bgetting married\b/i, 'the wedding'),
    event(/\bpregnan/i, 'the pregnancy'),
    event(/\bmoving (?:house|out|away|to)\b/i, 'the move'),
    event(/\bvacation\b|\bholiday\b|\btrip\b/i, 'the trip'),
    event(/\bbirthday\b/i, 'the birthday'),
    event(/\b(?:at|from|my|to) work\b|\bmy job\b|\bthe office\b/i, 'work', 'work'),
    event(/\b(?:at|to|my) (?:school|college|university|uni)\b/i, 'school', 'school'),
    event(
      /\b(?:no|enough|short on|out of) money\b|\bmoney (?:problems|worries|is tight)\b|\bbroke\b(?! up)/i,
      'money',
      'money',
      true,
    ),
  ],
  persons: [
    ...person('ex-boyfriend|ex-girlfriend|ex-husband|ex-wife|ex', 'breakup'),
    ...person('boyfriend|girlfriend|partner|fiancé|fiancee'),
    ...person(
      'parents|grandmother|grandma|granny|grandfather|grandpa|mother|mom|mum|father|dad|brother|sister',
      'family',
    ),
    ...person('son|daughter|child|kids|children|husband|wife|family|aunt|uncle|cousin', 'family'),
    ...person('roommate|flatmate|friends|friend|classmate', 'friends'),
    ...person('teacher|professor|advisor|supervisor', 'school'),
    ...person('boss|manager|coworker|colleague|colleagues|client', 'work'),
  ],
  topics: [
    {
      pattern:
        /\b(?:bad|terrible|awful|horrible|worst|rubbish|shitty) (?:mom|mum|mother|dad|father|parent|person|friend|wife|husband|daughter|son)\b|\bnot good enough\b|\bhate myself\b|\b(?:i'?m|i am|feel|feeling) (?:so |such |like )?(?:an? )?(?:useless|failure|stupid|dumb|idiot|loser|worthless|ugly|inadequate)\b|\bcan'?t do anything right\b/i,
      topic: 'selfWorth',
    },
  ],
  loss: /\bpassed away\b|\bfuneral\b|\bi lost my (?:mom|mum|mother|dad|father|grand\w+|brother|sister|husband|wife|friend|best friend|son|daughter|aunt|uncle)\b|\bmy (?:mom|mum|mother|dad|father|grand\w+|brother|sister|husband|wife|friend|aunt|uncle|son|daughter)(?: just)? died\b|\bdeath anniversary\b/i,
  pet: /\b(?:cat|kitten|dog|puppy|hamster|rabbit|parrot|pet)\b/i,
  petLoss:
    /\bdied\b|\bpassed away\b|\bput (?:him|her|them|it)? ?(?:down|to sleep)\b|\bi lost my\b|\bran away\b|\bgone now\b/i,
  tell: /\b(?:how (?:do i|to|should i|can i)|afraid to|scared to|don'?t know how to|can'?t|dread)\b.{0,20}\b(?:tell|telling|talk to|face|explain to)\b/i,
  negatedBefore: /\b(?:not|isn'?t|wasn'?t|nothing to do with) (?:about |because of |with )?$/i,
};
