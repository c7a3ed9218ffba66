import { mergeSettings, type SettingsChange } from '../../config/runtime-settings.js';
import {
  METRICS_TOPIC,
  SETTINGS_TOPIC,
  type PrimaryMessage,
  type WorkerMessage,
} from './cluster-messages.js';
import { MetricsLedger, type MetricsSnapshot } from './metrics-ledger.js';

export interface Member {
  readonly id: number;
  send(message: PrimaryMessage): void;
}

interface Round {
  asker: Member;
  askId: number;
  topic: string;
  waitingFor: Set<number>;
  answers: unknown[];
  deadline: NodeJS.Timeout;
}

/** A worker that is busier than this is left out. */
const ROUND_MS = 1000;

/** The primary's end: carries questions to all workers that joined, and their answers back to the one that asked. */
export class Switchboard {
  private readonly members = new Map<number, Member>();
  private readonly rounds = new Map<number, Round>();
  private readonly metrics = new MetricsLedger();
  private settings: SettingsChange | undefined;
  private lastQuestionId = 0;

  receive(member: Member, message: WorkerMessage): void {
    switch (message.kind) {
      case 'join':
        return this.admit(member);
      case 'ask':
        return this.startRound(member, message);
      case 'answer':
        return this.noteAnswer(member, message);
    }
  }

  leave(memberId: number): void {
    this.members.delete(memberId);
    this.metrics.close(memberId);
    for (const [questionId, round] of [...this.rounds]) this.strike(questionId, round, memberId);
  }

  /** A worker that was started again gets what was changed while the others ran. */
  private admit(member: Member): void {
    this.members.set(member.id, member);
    if (this.settings === undefined) return;
    const questionId = (this.lastQuestionId += 1);
    member.send({ kind: 'question', questionId, topic: SETTINGS_TOPIC, body: this.settings });
  }

  private startRound(asker: Member, { askId, topic, body }: WorkerMessage & { kind: 'ask' }): void {
    if (topic === SETTINGS_TOPIC) this.settings = mergeSettings(this.settings ?? {}, body as SettingsChange);
    const questionId = (this.lastQuestionId += 1);
    const round: Round = {
      asker,
      askId,
      topic,
      waitingFor: new Set(this.members.keys()),
      answers: [],
      deadline: setTimeout(() => this.endRound(questionId, round), ROUND_MS),
    };
    this.rounds.set(questionId, round);
    for (const member of this.members.values()) member.send({ kind: 'question', questionId, topic, body });
  }

  private noteAnswer(member: Member, answer: WorkerMessage & { kind: 'answer' }): void {
    const round = this.rounds.get(answer.questionId);
    if (round === undefined) return;
    if (answer.answered) {
      if (round.topic === METRICS_TOPIC) this.metrics.note(member.id, answer.body as MetricsSnapshot);
      round.answers.push(answer.body);
    }
    this.strike(answer.questionId, round, member.id);
  }

  private strike(questionId: number, round: Round, memberId: number): void {
    round.waitingFor.delete(memberId);
    if (round.waitingFor.size === 0) this.endRound(questionId, round);
  }

  private endRound(questionId: number, { asker, askId, topic, answers, deadline }: Round): void {
    clearTimeout(deadline);
    this.rounds.delete(questionId);
    const bodies = topic === METRICS_TOPIC ? this.metrics.snapshots() : answers;
    asker.send({ kind: 'answers', askId, bodies });
  }
}
