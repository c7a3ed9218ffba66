import type { Topic } from './reply-book.js';

export interface EventWord {
  pattern: RegExp;
  /** How the companion names it: a noun that fits every `{event}` sentence. */
  name: string;
  topic?: Topic;
  /** True when the event is hard by itself, whatever the feeling was read as. */
  hard: boolean;
}

export interface PersonWord {
  pattern: RegExp;
  name: string;
  topic?: Topic;
}

/** The words a message is searched for, the most telling first. Only these names are ever said back unquoted. */
export interface Words {
  events: readonly EventWord[];
  persons: readonly PersonWord[];
  /** Topics that show in more than one word. */
  topics: readonly { pattern: RegExp; topic: Topic }[];
  loss: RegExp;
  pet: RegExp;
  petLoss: RegExp;
  /** Reluctance to tell somebody something. */
  tell: RegExp;
  /** What, just before a word, means the user is not speaking of it. */
  negatedBefore: RegExp;
}
