import type { ReplyContext } from '../../ports/language-model.js';
import type { Intent } from './intent.js';
import { hash, type LinePicker } from './line-picker.js';
import { sharesWords } from './memory-answer.js';
import { ALONE, recentTurnsAreHard, WANTS_CALM } from './distress.js';
import { type MessageReading, readMessage } from './message-reading.js';
import { toSecondPerson } from './person-shift.js';
import {
  type Feeling,
  FEELINGS,
  type Lines,
  type ReplyBook,
  type StepKind,
  type Tone,
  type Topic,
} from './reply-book.js';
import { toSafeMemory } from './safe-fragment.js';

const HIGH_INTENSITY = 6;
/** How far back a subject is still the subject when the message names none. */
const SUBJECT_TURNS = 3;
const BRIGHT: ReadonlySet<Feeling> = new Set<Feeling>(['happy', 'excited', 'grateful']);
const PLAIN: ReadonlySet<Feeling> = new Set<Feeling>(['neutral', 'surprised']);

const STEPS: Record<Feeling, readonly [StepKind, ...StepKind[]]> = {
  happy: ['savour'],
  excited: ['savour'],
  grateful: ['savour'],
  sad: ['tend', 'settle', 'sort'],
  lonely: ['tend', 'sort', 'settle'],
  anxious: ['settle', 'sort', 'tend'],
  angry: ['vent', 'settle', 'sort'],
  frustrated: ['settle', 'vent', 'sort', 'tend'],
  confused: ['sort', 'settle', 'tend'],
  surprised: ['settle', 'sort', 'tend'],
  neutral: ['sort', 'tend', 'settle'],
};

const COMPLAINT = /[不没别]|但是|可是|虽然|\b(?:not|never|but|no)\b|n['’]t\b/iu;

type Shape = 'explore' | 'comfort' | 'stay' | 'act';

/** Exploration first, then comfort, and from the fifth turn on now and then one small step. */
function shapeOf(turn: number, seed: number, intent: Intent, tone: Tone): Shape {
  if (intent === 'advice') return 'act';
  if (turn < 2) return 'explore';
  const place = (turn + seed) % 4;
  if (place === 0) return 'explore';
  if (place === 1) return 'comfort';
  if (place === 2) return 'stay';
  return turn >= 4 || tone === 'bright' ? 'act' : 'comfort';
}

/** What one ordinary reply is made from. */
export class TalkReply {
  private readonly reading: MessageReading;
  private readonly feeling: Feeling;
  private readonly tone: Tone;
  private readonly topic: Topic | undefined;
  private readonly hardBefore: boolean;

  constructor(
    private readonly context: ReplyContext,
    private readonly book: ReplyBook,
    private readonly picker: LinePicker,
    private readonly turn: number,
  ) {
    this.reading = readMessage(context.message, context.language);
    const earlier = context.history.filter(({ role }) => role === 'user').slice(-SUBJECT_TURNS);
    const carried = earlier.map(({ content }) => readMessage(content, context.language)).reverse();
    const grieving = this.reading.topic === 'petLoss' || this.reading.topic === 'bereavement';
    const label = FEELINGS.find((feeling) => feeling === context.emotion) ?? 'neutral';
    this.hardBefore = recentTurnsAreHard(context);
    this.feeling = this.adjust(label, grieving);
    this.topic =
      this.reading.topic ??
      (BRIGHT.has(this.feeling) ? undefined : carried.find(({ topic }) => topic)?.topic);
    const hard = this.reading.hard || (this.feeling === 'neutral' && carried.some((reading) => reading.hard));
    this.tone = BRIGHT.has(this.feeling) ? 'bright' : PLAIN.has(this.feeling) && !hard ? 'plain' : 'heavy';
  }

  /** Puts right what the words alone make plain: no joy beside a loss or a wish to be helped, no calm in an empty room. */
  private adjust(label: Feeling, grieving: boolean): Feeling {
    const { message } = this.context;
    const plain = PLAIN.has(label);
    if (grieving && BRIGHT.has(label)) return 'sad';
    // Anger in words against oneself is not anger at somebody.
    if (this.reading.topic === 'selfWorth' && (label === 'angry' || BRIGHT.has(label))) return 'sad';
    if ((plain || BRIGHT.has(label)) && WANTS_CALM.test(message)) return 'anxious';
    if (BRIGHT.has(label) && this.hardBefore && /[?？]\s*$/u.test(message)) return 'neutral';
    return plain && ALONE.test(message) ? 'lonely' : label;
  }

  write(intent: Intent, options: { listenOnly: boolean }): string[] {
    const pet = intent === 'talk' ? this.pet() : undefined;
    if (pet) return pet;
    if (intent === 'talk' && (this.reading.topic === 'bereavement' || this.reading.topic === 'petLoss')) {
      const loss = [this.grief(), this.grief(), this.ask()].filter((line) => line !== undefined);
      if (loss.length > 1) return loss;
    }
    const drawn = shapeOf(this.turn, hash(this.context.sessionKey), intent, this.tone);
    // Somebody alone wants company before tasks.
    const company = intent !== 'advice' && (this.feeling === 'lonely' || ALONE.test(this.context.message));
    const shape = drawn === 'act' && company ? 'stay' : drawn;
    const parts = this.parts(
      options.listenOnly && shape === 'act' ? 'stay' : shape,
      intent,
      options.listenOnly,
    );
    const said = parts.filter((line) => line !== undefined);
    const { listening, presence } = this.book.strategies;
    if (said.length === 0) said.push(this.picker.any(listening[this.tone]));
    if (said.length === 1) said.push(this.picker.any(presence[this.tone], presence.plain));
    return said;
  }

  private parts(shape: Shape, intent: Intent, listenOnly: boolean): (string | undefined)[] {
    switch (shape) {
      case 'explore':
        return [this.opening(), this.ground() ?? this.comfort(), listenOnly ? this.presence() : this.ask()];
      case 'comfort':
        return [this.ground() ?? this.opening(), this.comfort(), listenOnly ? this.presence() : this.ask()];
      case 'stay':
        return [this.opening(), (this.reading.topic && this.ground()) ?? this.comfort(), this.presence()];
      case 'act':
        return intent === 'advice'
          ? [
              this.ground() ?? this.opening(),
              this.picker.fresh(this.book.situations.adviceLead),
              this.step(),
              this.stepCheck(),
            ]
          : [this.ground() ?? this.opening(), this.step() ?? this.ask()];
    }
  }

  private opening(): string | undefined {
    const { low, high } = this.book.feelings[this.feeling];
    const listening = this.book.strategies.listening[this.tone];
    if (this.feeling === 'neutral' && this.tone === 'heavy') return this.picker.fresh(listening);
    const own = this.context.intensity >= HIGH_INTENSITY ? [high, low] : [low];
    return this.picker.fresh(...own, listening);
  }

  /** Says back what the user named: a loss, what they dread telling, an event, a person, their own words, a memory. */
  private ground(): string | undefined {
    const { event, person, quote, tells, topic } = this.reading;
    const lines = this.book.strategies;
    const tone = this.context.riskLevel === 'none' ? this.tone : 'heavy';
    const pools = lines.grounding[tone];
    if (topic === 'petLoss' || topic === 'bereavement') return this.grief();
    // A hard matter or a complaint read as good news is more often a misreading than a joy.
    if (tone === 'bright' && (this.reading.hard || COMPLAINT.test(this.context.message))) return undefined;
    const fits: Lines[] = [];
    if (tells && tone !== 'bright') fits.push(...(event && person ? [lines.tellBoth] : [lines.tellPerson]));
    if (event && person) fits.push(pools.both);
    if (event) fits.push(pools.event);
    if (person) fits.push(pools.person);
    const named = this.picker.fresh(...fits);
    if (named !== undefined) return this.fill(named);
    const memory = this.memory();
    if (memory !== undefined) return memory;
    if (topic && tone === 'heavy') {
      const held = this.picker.fresh(this.book.topics[topic].hold);
      if (held !== undefined) return held;
    }
    // Words against oneself are heard, but not held up to the one who said them.
    if (!quote || topic === 'selfWorth' || this.context.riskLevel !== 'none') return undefined;
    const quoted = this.picker.fresh(pools.quote);
    return quoted && this.fill(quoted);
  }

  /** Words for a loss named in this message or shortly before. */
  private grief(): string | undefined {
    if (this.topic !== 'petLoss' && this.topic !== 'bereavement') return undefined;
    const { person, pet } = this.book.unnamed;
    const who = this.reading.who ?? (this.topic === 'petLoss' ? pet : person);
    const { hold } = this.book.topics[this.topic];
    const naming = hold.filter((line) => line.includes('{who}'));
    return this.picker.fresh(this.reading.who === undefined ? [] : naming, hold)?.replace('{who}', who);
  }

  /** Interest in an animal the user tells of, when nothing in the message is heavy. */
  private pet(): string[] | undefined {
    const { pet, event } = this.reading;
    if (!pet || event || this.tone === 'heavy' || COMPLAINT.test(this.context.message)) return undefined;
    const hello = this.picker.fresh(this.book.strategies.petHello)?.replace('{who}', pet);
    const ask = this.picker.fresh(this.book.strategies.petAsk) ?? this.ask();
    return hello !== undefined && ask !== undefined ? [hello, ask] : undefined;
  }

  private fill(line: string): string {
    const { event = '', person = '', quote = '' } = this.reading;
    return line.replaceAll('{event}', event).replaceAll('{person}', person).replaceAll('{quote}', quote);
  }

  /** Something told in an earlier session, once, when it plainly belongs to this message. */
  private memory(): string | undefined {
    const { memories, message, language, riskLevel } = this.context;
    if (riskLevel !== 'none') return undefined;
    for (const content of memories) {
      const text = toSafeMemory(content);
      if (text === undefined || !sharesWords(message, text)) continue;
      const shifted = toSecondPerson(text, language);
      if (shifted === undefined || this.context.history.some((turn) => turn.content.includes(shifted)))
        continue;
      return this.picker.fresh(this.book.strategies.memoryMention)?.replace('{memory}', () => shifted);
    }
    return undefined;
  }

  private comfort(): string | undefined {
    const { affirm, normalise } = this.book.strategies;
    if (this.tone === 'plain') return this.picker.fresh(affirm.plain);
    if (this.tone === 'bright') {
      // Praise belongs to something achieved; a plain good moment is only shared.
      const { bright } = this.book.strategies.listening;
      const achieved = this.feeling === 'excited' || this.reading.event !== undefined;
      return achieved ? this.picker.fresh(affirm.bright, bright) : this.picker.fresh(bright, affirm.bright);
    }
    const grief = this.grief();
    if (grief !== undefined) return grief;
    return this.turn % 2 === 0
      ? this.picker.fresh(normalise, affirm.heavy)
      : this.picker.fresh(affirm.heavy, normalise);
  }

  /** A question is never asked twice: once all are used up, the reply closes without one. */
  private ask(): string | undefined {
    const open = this.book.strategies.openQuestions[this.tone];
    const own =
      this.feeling === 'neutral' && this.tone === 'heavy' ? [] : this.book.feelings[this.feeling].ask;
    const about = this.topic && this.tone === 'heavy' ? this.book.topics[this.topic].ask : [];
    return this.picker.fresh(about, own, open) ?? this.presence();
  }

  private presence(): string | undefined {
    return this.picker.fresh(this.book.strategies.presence[this.tone]);
  }

  private step(): string | undefined {
    const kinds = this.topic === 'sleep' ? (['rest', ...STEPS[this.feeling]] as const) : STEPS[this.feeling];
    return this.picker.fresh(...kinds.map((kind) => this.book.strategies.steps[kind]));
  }

  private stepCheck(): string | undefined {
    return this.picker.fresh(this.book.situations.stepCheck);
  }
}
