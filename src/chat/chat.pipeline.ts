import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { atLeast, isUrgent, ownLevel, type SafetyVerdict } from '../safety/safety.types.js';
import type { ChatFrame, Tell } from './frames/chat-frame.js';
import * as frame from './frames/frame-factory.js';
import { NEVER } from './client-signal.js';
import type { EarlyReply } from './early-reply.js';
import { SpokenReply } from './spoken-reply.js';
import { AdmitStep, type Place } from './steps/admit.step.js';
import { BuildPromptStep } from './steps/build-prompt.step.js';
import { ReadContextStep, type ContextReading, type TurnContext } from './steps/read-context.step.js';
import { RecordTurnStep } from './steps/record-turn.step.js';
import { ScreenStep } from './steps/screen.step.js';
import { StreamReplyStep, type ReplyOutcome } from './steps/stream-reply.step.js';
import { TurnObserver } from './turn-observer.js';
import type { Turn } from './turn.js';

/** Storage takes a few milliseconds; a person in danger waits for a slow one no longer than this. */
const CRISIS_STORAGE_PATIENCE_MS = 300;

/** The story of one turn. One dependency per step; each step's file says what it promises. */
@Injectable()
export class ChatPipeline {
  constructor(
    private readonly screening: ScreenStep,
    private readonly admission: AdmitStep,
    private readonly reading: ReadContextStep,
    private readonly prompting: BuildPromptStep,
    private readonly replying: StreamReplyStep,
    private readonly recording: RecordTurnStep,
    private readonly observer: TurnObserver,
  ) {}

  /**
   * A cold Observable of the turn's frames, ending with exactly one terminal frame. A turn that is refused before its
   * first frame is an Observable error instead and leaves nothing behind. Unsubscribing stops the model.
   */
  run(turn: Turn, cancel: AbortSignal): Observable<ChatFrame> {
    return this.observer.observe(turn, cancel, (signal, tell) => this.frames(turn, signal, tell));
  }

  private async *frames(arrived: Turn, ending: AbortSignal, tell: Tell): AsyncGenerator<ChatFrame> {
    const verdict = this.screening.screen(arrived);
    // Pinyin looks like English until the screen has read it.
    const turn: Turn = { ...arrived, language: verdict.language ?? arrived.language };
    const place = await this.admission.admit(turn, verdict, ending);
    // Ended before it began, as when the service stops: help needs nothing that could hang.
    const isLate = isUrgent(verdict) && ending.aborted;
    const signal = isLate ? NEVER : ending;
    if (isLate) place.mayUseModel = false;
    const progress: Progress = { said: new SpokenReply(), context: undefined };
    // What is read and what the model is asked need no stored message; only what is said does.
    const reading = this.reading.read(turn, verdict, signal);
    reading.whole.catch(() => undefined); // it rejects only when the turn is aborted, which ends this generator too
    const record = this.recording.begin(turn, verdict);
    if (!isUrgent(verdict) && place.mayUseModel) progress.early = this.askEarly(turn, reading, signal);
    try {
      // Any turn is acknowledged once its message is stored; only help does not wait where storage hangs.
      await (isUrgent(verdict) ? record.savedWithin(CRISIS_STORAGE_PATIENCE_MS) : record.saved);
      yield frame.startFrame(turn);
      yield frame.processingFrame(turn);
      const outcome = yield* this.answer(turn, verdict, { reading, place, progress, signal, tell });
      await record.finish({ status: outcome.status, text: progress.said.text, context: progress.context });
      yield frame.completeFrame(turn, progress.said.text, outcome, progress.context?.degraded ?? []);
    } finally {
      place.release();
      progress.early?.drop();
      // Only a turn that did not get as far as its own finish() is still open here.
      const status = signal.aborted ? 'aborted' : 'failed';
      await record.finish({ status, text: progress.said.text, context: progress.context });
    }
  }

  private async *answer(
    turn: Turn,
    verdict: SafetyVerdict,
    { reading, place, progress, signal, tell }: Running,
  ): AsyncGenerator<ChatFrame, ReplyOutcome> {
    const { said, early } = progress;
    let context = isUrgent(verdict) ? this.reading.readNow(turn, verdict) : await reading.whole;
    progress.context = context;

    yield frame.analysisFrame(turn, context);
    const help = this.screening.help(turn, context.safety);
    if (help.card) yield frame.safetyFrame(help.card);
    yield frame.generatingFrame(turn);
    if (help.fixedReply) {
      early?.drop();
      return yield* fixedReply(help.fixedReply, said);
    }
    if (help.opening) yield said.token(help.opening);
    if (isUrgent(verdict)) {
      progress.context = context = await reading.whole;
      // A moderator may see a plan where the screen saw a wish: help is shown again, and nothing is generated.
      const raised = this.screening.help(turn, context.safety);
      if (raised.fixedReply) {
        if (raised.card) yield frame.safetyFrame(raised.card);
        return yield* fixedReply(raised.fixedReply, said);
      }
    }

    const request = await this.prompting.build(turn, context, signal);
    const outcome = await this.replying.say(request, { said, tell, place, early, signal });
    if (help.closing) yield said.token(help.closing);
    return outcome;
  }

  /**
   * The model can begin while the message is stored and while servers still look at it: what they find seldom changes what
   * it is told.
   */
  private askEarly(turn: Turn, reading: ContextReading, signal: AbortSignal): EarlyReply {
    const request = reading.early().then((context) =>
      // A moderator was quick and raised it: what follows is not the model's to begin.
      atLeast(ownLevel(context.safety), 'medium') ? undefined : this.prompting.build(turn, context, signal),
    );
    return this.replying.askEarly(request, signal);
  }
}

interface Running {
  reading: ContextReading;
  place: Place;
  progress: Progress;
  signal: AbortSignal;
  tell: Tell;
}

/** What a turn has come to, kept where its end can be recorded however it ends. */
interface Progress {
  readonly said: SpokenReply;
  context: TurnContext | undefined;
  /** Ended with the turn, should nobody have wanted it. */
  early?: EarlyReply | undefined;
}

function* fixedReply(text: string, said: SpokenReply): Generator<ChatFrame, ReplyOutcome> {
  yield said.token(text);
  return { status: 'completed', fallbackUsed: false, interrupted: false };
}
