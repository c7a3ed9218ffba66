import type { Language } from '../../../platform/language/language.js';
import type { LinePicker } from './line-picker.js';
import { readIntent } from './intent.js';
import { wordsOf } from './message-reading.js';
import { toSecondPerson } from './person-shift.js';
import { ASKS_OWN_NAME, CAT, DOG, PET, type Subject, SUBJECTS, TELLS_OWN_NAME } from './memory-subjects.js';
import type { Lines, MemoryLines } from './reply-book.js';
import { toSafeMemory } from './safe-fragment.js';

const LOSS =
  /去世|过世|走丢|不在了|没了|分手|离婚|病逝|\b(?:passed away|died|lost|broke up|divorced|funeral)\b/iu;
const GENERAL =
  /记得我(?:吗|是谁|[?？]|$)|忘了我|忘记我|说过什么|聊过什么|\bremember me\b|\bforgotten me\b|\bwhat (?:did i|have i) (?:tell|told|say|said|mention)/iu;

export interface MemoryQuestion {
  message: string;
  language: Language;
  memories: readonly string[];
  history: readonly { role: 'user' | 'assistant'; content: string }[];
}

/** The sentences that answer "do you remember …", from what the user told and from nothing else. */
export function answerMemoryQuestion(
  question: MemoryQuestion,
  lines: MemoryLines,
  picker: LinePicker,
): string[] {
  const match = findMemory(question);
  if (!match) return [picker.any(lines.unknown), picker.any(lines.unknownAsk)];
  const shifted = match.sure ? toSecondPerson(match.text, question.language) : undefined;
  const found: Lines = !match.sure ? lines.hedged : shifted === undefined ? lines.foundQuoted : lines.found;
  const said = picker.any(found).replace('{memory}', () => shifted ?? match.text);
  if (!match.sure) return [said];
  return [said, picker.any(closingFor(match.text, match.subject, lines))];
}

function closingFor(text: string, subject: Subject | undefined, lines: MemoryLines): Lines {
  if (LOSS.test(text)) return lines.askLoss;
  if (subject === 'dog' || subject === 'cat' || subject === 'pet') return lines.askPet;
  return subject === 'person' ? lines.askPerson : lines.askOther;
}

interface Match {
  text: string;
  subject?: Subject;
  /** False when nothing but the recall's own ranking says that this is what was meant. */
  sure: boolean;
}

function findMemory({ message, language, memories, history }: MemoryQuestion): Match | undefined {
  const remembered = memories.map(toSafeMemory).filter((text) => text !== undefined);
  const told = [...remembered, ...toldInSession(history)];
  const first = (fits: (text: string) => boolean, subject?: Subject): Match | undefined => {
    const text = told.find(fits);
    return text === undefined ? undefined : { text, sure: true, ...(subject && { subject }) };
  };
  if (ASKS_OWN_NAME.test(message) && !DOG.test(message) && !CAT.test(message) && !PET.test(message)) {
    return first((text) => TELLS_OWN_NAME.test(text), 'name');
  }
  const asked = SUBJECTS.find((subject) => subject.asked.test(message));
  if (asked) {
    for (const pattern of asked.told) {
      const match = first((text) => pattern.test(text), asked.subject);
      if (match) return { ...match, text: clauseOf(match.text, pattern) };
    }
    return undefined;
  }
  const person = wordsOf(language).persons.find(({ pattern }) => pattern.test(message));
  if (person) return first((text) => person.pattern.test(text), 'person');
  const event = wordsOf(language).events.find(({ pattern }) => pattern.test(message));
  if (event) return first((text) => event.pattern.test(text));
  if (GENERAL.test(message)) return first(() => true);
  const shared = told.find((text) => sharesWords(message, text));
  if (shared !== undefined) return { text: shared, sure: true };
  const [best] = remembered;
  return best === undefined ? undefined : { text: best, sure: false };
}

/** The clause that holds the answer, where the rest of a long sentence is about something else. */
function clauseOf(text: string, pattern: RegExp): string {
  if ([...text].length <= 12) return text;
  const clause = text.split(/\s*[，,]\s*/u).find((part) => pattern.test(part));
  const stands = clause !== undefined && /\p{Script=Han}|\b(?:i|i'm|my)\b/iu.test(clause);
  return stands ? clause : text;
}

/** Statements of this session, newest first; questions tell nothing. */
function toldInSession(history: MemoryQuestion['history']): string[] {
  return history
    .filter(({ role }) => role === 'user')
    .reverse()
    .flatMap(({ content }) => content.slice(0, 1000).match(/[^。！？!?\n.]+[。！？!?\n.]*/gu) ?? [])
    .filter((sentence) => !/[?？吗]\s*$/u.test(sentence.trim()) && readIntent(sentence) !== 'memory')
    .map(toSafeMemory)
    .filter((text) => text !== undefined && text.length >= 4) as string[];
}

const COMMON = /^(?:你还|还记|记得|得我|我的|说过|我说|之前|上次|什么|的吗|是什|叫什|我跟|跟你|你说)$/u;
const COMMON_EN = new Set(
  'about been could does have that their them then there this told what when where which with would your remember recall said mentioned still'.split(
    ' ',
  ),
);

/** A shared pair of Han characters or a shared word of some length. */
export function sharesWords(a: string, b: string): boolean {
  const tokens = (text: string): string[] => [
    ...[...text.slice(0, 2000).matchAll(/\p{Script=Han}(?=(\p{Script=Han}))/gu)].map(
      (hit) => hit[0] + (hit[1] ?? ''),
    ),
    ...(
      text
        .toLowerCase()
        .slice(0, 2000)
        .match(/[a-z]{4,}/g) ?? []
    ).filter((word) => !COMMON_EN.has(word)),
  ];
  const known = new Set(tokens(b).filter((token) => !COMMON.test(token)));
  return tokens(a).some((token) => known.has(token));
}
