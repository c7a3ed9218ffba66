/** The emotion labels of the API. Any other label is answered as neutral. */
export const FEELINGS = [
  'happy',
  'excited',
  'grateful',
  'sad',
  'lonely',
  'anxious',
  'angry',
  'frustrated',
  'confused',
  'surprised',
  'neutral',
] as const;
export type Feeling = (typeof FEELINGS)[number];

export const TOPICS = [
  'work',
  'jobLoss',
  'school',
  'exams',
  'family',
  'breakup',
  'friends',
  'health',
  'sleep',
  'money',
  'petLoss',
  'bereavement',
  'selfWorth',
] as const;
export type Topic = (typeof TOPICS)[number];

/** How a reply should sound: beside something hard, beside something good, or neither yet. */
export type Tone = 'heavy' | 'bright' | 'plain';

/**
 * Sentences of one kind. `{event}`, `{person}`, `{who}`, `{quote}` and `{memory}` are the only slots; whatever fills
 * them has passed the checks in safe-fragment.ts.
 */
export type Lines = readonly string[];

export interface FeelingLines {
  low: Lines;
  high: Lines;
  ask: Lines;
}

/** Says back what the user named. */
export interface GroundingLines {
  event: Lines;
  person: Lines;
  both: Lines;
  quote: Lines;
}

export interface StrategyLines {
  /** Openings that fit any feeling of that tone, for when the feeling's own are used up. */
  listening: Record<Tone, Lines>;
  grounding: Record<Tone, GroundingLines>;
  /** For someone who dreads telling a person something. */
  tellPerson: Lines;
  tellBoth: Lines;
  affirm: Record<Tone, Lines>;
  normalise: Lines;
  openQuestions: Record<Tone, Lines>;
  steps: Record<StepKind, Lines>;
  /** Closings that ask for nothing. */
  presence: Record<Tone, Lines>;
  memoryMention: Lines;
  /** An animal the user lives with, named when they named it. */
  petHello: Lines;
  petAsk: Lines;
}

/** settle: the body; vent: the heat; tend: care and company; sort: the head; rest: the night; savour: something good. */
export type StepKind = 'settle' | 'vent' | 'tend' | 'sort' | 'rest' | 'savour';

/** Answers to moments that have little to do with the feeling. */
export interface SituationLines {
  greeting: Lines;
  greetingAgain: Lines;
  greetingAsk: Lines;
  goodbye: Lines;
  goodNight: Lines;
  thanks: Lines;
  thanksClose: Lines;
  botIdentity: Lines;
  botHuman: Lines;
  botFeelings: Lines;
  botAbility: Lines;
  botPrivacy: Lines;
  botAffection: Lines;
  botClose: Lines;
  offLimits: Lines;
  diagnosis: Lines;
  diagnosisClose: Lines;
  task: Lines;
  repair: Lines;
  repairAsk: Lines;
  acknowledgement: Lines;
  dontKnow: Lines;
  /** Goes on after a word or two, whatever the mood. */
  continueAsk: Lines;
  dontWantToTalk: Lines;
  relief: Lines;
  reliefAsk: Lines;
  rejection: Lines;
  rejectionAsk: Lines;
  justListen: Lines;
  bored: Lines;
  wordless: Lines;
  /** Is anybody there? */
  stillHere: Lines;
  /** Stopping or changing a medicine. */
  medication: Lines;
  medicationAsk: Lines;
  /** Asked whether it loves the user. */
  affectionQuestion: Lines;
  affectionAsk: Lines;
  /** Asked for a film, a book, a song. */
  recommend: Lines;
  recommendAfterDistress: Lines;
  adviceLead: Lines;
  stepCheck: Lines;
}

export interface MemoryLines {
  found: Lines;
  foundQuoted: Lines;
  hedged: Lines;
  unknown: Lines;
  unknownAsk: Lines;
  askPet: Lines;
  askPerson: Lines;
  askLoss: Lines;
  askOther: Lines;
}

export interface SafetyLines {
  mediumAcknowledge: Lines;
  mediumAsk: Lines;
  mediumContact: Lines;
  answeredYes: Lines;
  answeredNo: Lines;
  followAsk: Lines;
  otherAcknowledge: Lines;
  otherAsk: Lines;
  otherContact: Lines;
  lowHold: Lines;
  lowCheckIn: Lines;
  high: Lines;
}

/** For somebody hurt, threatened or about to hurt. `emergency` is the only text that holds numbers. */
export interface ViolenceLines {
  believe: Record<'harmed' | 'sexual' | 'threatened' | 'child' | 'other', Lines>;
  notYourFault: Record<'harmed' | 'sexual' | 'threatened' | 'child' | 'other', Lines>;
  /** "Yes" always means safe. */
  askSafe: Record<'own' | 'child' | 'other', Lines>;
  goSafe: Lines;
  emergency: Lines;
  emergencyPolice: Lines;
  holdPast: Lines;
  askPast: Lines;
  danger: Lines;
  dangerAsk: Lines;
  safeNow: Lines;
  plan: Lines;
  /** Love, or an apology, that makes it harder. */
  ties: Lines;
  /** Fear that makes it harder. */
  stuck: Lines;
  followHold: Lines;
  followAsk: Lines;
  urge: Lines;
  urgeStep: Lines;
  urgeAsk: Lines;
  done: Lines;
  doneStep: Lines;
  doneAsk: Lines;
}

export interface BrokenReplyLines {
  ordinary: Lines;
  atRisk: Lines;
}

/** Everything the companion can say in one language. */
export interface ReplyBook {
  feelings: Record<Feeling, FeelingLines>;
  topics: Record<Topic, { hold: Lines; ask: Lines }>;
  strategies: StrategyLines;
  situations: SituationLines;
  memory: MemoryLines;
  safety: SafetyLines;
  violence: ViolenceLines;
  broken: BrokenReplyLines;
  /** What `{who}` says when the user named nobody. */
  unnamed: { person: string; pet: string };
}
