import type { LanguageRules } from './extraction-rules.js';

const PERSON =
  'mom|mum|mother|dad|father|parents|grandma|grandpa|grandmother|grandfather|nana|brother|brothers|sister|sisters|son|daughter|kids?|child|children|husband|wife|boyfriend|girlfriend|partner|fiance|fiancee|ex|ex-\\w+|roommate|flatmate|housemate|coworker|colleague|boss|manager|supervisor|friend|friends|best friend|therapist|counselor|teacher|professor|advisor|adviser|cousin|uncle|aunt|nephew|niece|neighbou?rs?|landlord|family|twin|mother-in-law|in-laws';
const ANIMAL =
  'cats?|kittens?|kitty|dogs?|puppy|puppies|rabbits?|bunny|hamsters?|parrots?|turtle|tortoise|goldfish|guinea pigs?|corgi|labrador|lab|golden retriever|husky|poodle|beagle|budgie|hedgehog|pets?|tabby|horse';
const ROLE =
  'engineer|programmer|developer|nurse|doctor|lawyer|accountant|designer|teacher|chef|driver|journalist|waiter|waitress|manager|barista|paramedic|student|freshman|sophomore|junior|senior|intern|freelancer|writer|artist|musician|cashier|salesperson|researcher|scientist|cop|police officer|soldier|veteran|stay-at-home \\w+|single (?:mom|mum|dad|parent)|pharmacist|electrician|mechanic|librarian|phd \\w+|grad student|only child|introvert|vegetarian|vegan|widow|widower|mother|father|mom|dad';
const EVENT =
  'interview|exam|exams|finals?|midterms?|test|graduat\\w+|wedding|surgery|operation|appointment|flight|trip|vacation|holiday|presentation|presenting|speech|concert|competition|marathon|move|moving|moved|birthday|party|date|deadline|funeral|defen[sc]e|meeting|reunion|visit\\w*|starting|started|start|promoted|promotion|fight|argument|argued|fought|diagnosis|married|anniversary|due date|baby|race|got|went|going|flew|flying|recital|audition|trial|hearing|therapy session';
const TIME =
  'today|tomorrow|yesterday|tonight|last night|this morning|(?:this|next|last) (?:week|weekend|month|year|semester|summer|winter|spring|fall|autumn|monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas)|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|june|july|august|september|october|november|december) \\d+|in (?:a|two|three|four|five|\\d+) (?:days?|weeks?|months?|years?)|(?:days?|weeks?|months?|years?) ago|recently|soon|when i was|just';
const STRONG_EVENT =
  "broke up|break ?up with me|got dumped|dumped me|split up|getting divorced|got divorced|divorc(?:e|ing)|laid off|got fired|was fired|lost my job|quit my job|unemployed|passed away|(?:my|our) [\\w' -]{1,30} died|pregnant|miscarriage|diagnosed|car accident|cheated on me|got accepted|got into (?:college|university|med school|law school|grad school)|failed (?:my|the|an?)|dropped out|got engaged|got married|got promoted|evicted|scammed|i passed my";
const ADVERBS =
  '(?:really|also|still|always|just|absolutely|kind of|totally|do|actually|never|usually|often|so)';

export const ENGLISH_RULES: LanguageRules = {
  notMeant:
    /^(?:but |and |so )?(?:if|what if|suppose|imagine|let's say|pretend)\b|^(?:please|can you|could you|would you|will you|help me|tell me|write|give me)\b|\bjust kidding\b|\bi (?:dreamed|dreamt|had a dream)\b|\bin (?:the|a|my) (?:movie|book|novel|game|story)\b/u,
  question:
    /^(?:so |and |but |hey |well )?(?:what|who|where|when|why|how|which|do|does|did|are|is|am|can|could|would|will|should|have|has|were|was) (?:i|you|we|they|he|she|it|there|the|my|your|is|are|do|does|did|am|to|can|should|about|much|many|old|one)\b/u,
  isTooShort: (folded) => (folded.match(/[\p{L}\p{N}']+/gu)?.length ?? 0) < 3,
  rules: [
    {
      kind: 'name',
      pattern:
        /\b(?:my (?:full |first |real )?name(?: is|'s)|i'm called|i am called|i go by|(?:you can |just |please |people |friends |everyone |everybody )?calls? me|i'm known as) (?!when|if|back|a |an |the |stupid|later|tomorrow|not|lazy|crazy|fat|ugly|names)[\p{L}]{2,}/u,
      importance: 0.9,
    },
    {
      kind: 'pet',
      pattern: new RegExp(
        `\\b(?:my|our) (?:\\w+ ){0,3}(?:${ANIMAL})\\b.{3,}|\\b(?:i|we)(?:'ve)? (?:just |also |have |had |got |recently )*(?:have|had|got|adopted|own|rescued|raise|bought) (?:a|an|two|three|\\d|some|this|another)? ?(?:[\\w-]+ ){0,4}(?:${ANIMAL})\\b`,
        'u',
      ),
      unless: /\bhot dogs?\b|\bcat nap\b|\bdog tired\b/u,
      importance: 0.7,
    },
    {
      kind: 'event',
      pattern: new RegExp(`\\b(?:${STRONG_EVENT})\\b`, 'u'),
      unless:
        /\b(?:did not|didn't|never|not) (?:break up|get divorced|get fired)\b|^(?:he|she|they) (?!broke|dumped|cheated|left)/u,
      importance: 0.8,
    },
    {
      kind: 'fact',
      pattern: new RegExp(
        `\\bi(?:'m| am| was)(?: just| now| currently| also)? (?:an?|the) (?:[\\w-]+ ){0,4}(?:${ROLE})\\b|\\bi(?:'m| am)? (?:now |currently |still |also )?work(?:ing|ed)? (?:as|at|for|in|part|night|nights|from|with|remotely)\\b|\\bi (?:teach|study|studied|major in|run a|own a)\\b|\\bi'm (?:studying|majoring|training|doing my)\\b|\\bi go to [\\w ]{2,30}(?:school|college|university)\\b`,
        'u',
      ),
      importance: 0.7,
    },
    {
      kind: 'fact',
      pattern:
        /\bi(?:'m| am|'ve| have)? (?:just |now |recently |currently |still |also )*(?:live|living|lived|moved|grew up|based|born|come|from|originally from) ?(?:back |alone )?(?:in|to|from|near|with|on)\b|\bi(?:'m| am) (?:originally )?from \w|\bmy hometown\b|\b(?:we|i) (?:just )?moved to\b/u,
      importance: 0.7,
    },
    {
      kind: 'fact',
      pattern:
        /\b(?:i (?:got|found|have|started|landed|took)|i've (?:got|started|found)|my) (?:a |an |my )?(?:\w+ )?new job\b|\bi (?:just |recently )?(?:changed|switched) (?:jobs|careers|majors|schools)\b|\bi (?:just )?(?:retired|started a business)\b/u,
      importance: 0.7,
    },
    {
      kind: 'fact',
      pattern:
        /\bi(?:'m| am| just turned|'ll be| turned| will be)(?: turning)? (?:only |already |now |almost )?\d{1,2}\b(?! (?:minutes|hours|days|percent|times|weeks|months|miles))|\b(?:i'm|i am) (?:\w+|\w+-\w+) years old\b|\bmy birthday(?:'s| is)\b|\bi was born\b/u,
      importance: 0.65,
    },
    {
      kind: 'fact',
      pattern:
        /\bi(?:'m| am) (?:severely |very |badly )?allergic\b|\bi (?:have|suffer from|was diagnosed|struggle with|deal with|take) (?:an? |severe |mild |chronic |bad |social |my )*(?:asthma|diabetes|depression|anxiety|adhd|ocd|ptsd|bipolar|insomnia|migraines?|allerg\w+|disorder|meds|medication|antidepressants|panic attacks|dyslexia)\b|\bi (?:have|'ve got|got) (?:an?|one|two|three|four|no|\d|twin) (?:older |younger |big |little |baby |step|half[- ])*(?:brothers?|sisters?|siblings?|sons?|daughters?|kids?|children|boyfriend|girlfriend|husband|wife|twins?)\b|\bi(?:'m| am) (?:single|married|divorced|engaged|an only child|gay|bisexual|trans|autistic|left-handed|learning|taking|seeing a therapist|in therapy|training for|trying to quit|preparing for|writing a|saving)\b|\bi (?:play|speak|can't drive|can't swim|volunteer|don't eat|can't eat|don't drink|quit smoking|quit drinking|go running|go to the gym|started going)\b/u,
      importance: 0.6,
    },
    {
      kind: 'preference',
      pattern: new RegExp(
        `\\bi(?:'ve)? ${ADVERBS}? ?${ADVERBS}? ?(?:like|love|loved|enjoy|hate|prefer|dislike|adore|can't stand|cannot stand|don't like|am into|am obsessed with|am a (?:big |huge )?fan of) (?!you\\b|u\\b|it[.!]*$|that[.!]*$|this[.!]*$|to (?:know|ask|talk|see how)|when you|how you|your|myself|my life)\\w+|\\bi'm (?:really |so |totally |very )?(?:into|obsessed with|fond of|a (?:big |huge )?fan of) \\w+|\\bmy (?:all-time |absolute )?(?:favou?rite|hobby|hobbies|comfort \\w+|idol|guilty pleasure)\\b(?! (?:was|part))`,
        'u',
      ),
      unless: /\bi would (?:like|love|hate|prefer)\b|\bi'd (?:like|love|hate)\b|\bi feel like\b/u,
      importance: 0.45,
    },
    {
      kind: 'event',
      pattern: new RegExp(
        `\\b(?:i|i'm|i've|i'll|we|we're|my|our)\\b.{0,60}\\b(?:${EVENT})\\b.{0,50}\\b(?:${TIME})\\b|\\b(?:${TIME})\\b.{0,40}\\b(?:i|i'm|i've|i'll|we|we're|my)\\b.{0,60}\\b(?:${EVENT})\\b|\\bi just (?:got|went|started|finished|failed|passed|moved)\\b`,
        'u',
      ),
      importance: 0.6,
    },
    {
      kind: 'worry',
      pattern:
        /\b(?:worried|worrying|worry|scared|afraid|terrified|anxious|nervous|stressed(?: out)?|dreading|panicking) (?:about|of|that|over|because|i|by|for|my|when|to|out|sick)\b|\b(?:stresses|scares|worries|terrifies|bothers) me\b|\bi fear\b|\bunder (?:a lot of|so much|too much|huge) (?:pressure|stress)\b|\b(?:can't|cannot|couldn't) sleep\b|\bstruggling (?:with|to)\b|\bkeeps me (?:up|awake)\b/u,
      unless:
        /\b(?:don't|not|no longer|aren't|isn't|never) (?:be )?(?:worr\w+|scared|afraid|anxious|nervous|stressed)\b|\bno worries\b/u,
      importance: 0.6,
    },
    {
      kind: 'person',
      pattern: new RegExp(
        `\\b(?:my|our) (?:\\w+ ){0,2}(?:${PERSON})\\b.{3,}|\\bi have (?:an?|\\w+) (?:\\w+ ){0,2}(?:${PERSON})\\b.{3,}`,
        'u',
      ),
      importance: 0.55,
    },
  ],
};
