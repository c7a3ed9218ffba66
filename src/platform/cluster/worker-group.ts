import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

type Handler = (question: unknown) => unknown;

/** What may be asked of every worker. The type parameters tie a question to its answer. */
export interface Topic<Question, Answer> {
  readonly name: string;
  readonly types?: [Question, Answer];
}

/** The way to all workers of this service, this one included. */
export interface GroupLink {
  /** From its answer on this worker is asked as well; what was set before it came is set by then. */
  join(answer: (topic: string, question: unknown) => Promise<unknown>): Promise<void>;
  ask(topic: string, question: unknown): Promise<unknown[]>;
}

/**
 * The processes that serve one port together. Alone, as it is by default, a process asks only itself. Questions reach all
 * workers in the same order. A worker that fails, dies or does not answer within a second is left out of the answers.
 */
@Injectable()
export class WorkerGroup implements OnApplicationBootstrap {
  private readonly handlers = new Map<string, Handler>();
  private link: GroupLink | undefined;
  private joined: Promise<void> = Promise.resolve();
  private markJoined: () => void = () => {};

  /** To be called before the application starts. */
  connect(link: GroupLink): void {
    this.link = link;
    this.joined = new Promise((resolve) => (this.markJoined = resolve));
  }

  get alone(): boolean {
    return this.link === undefined;
  }

  /** Every module has named its handlers by now, and nothing is listened to yet. */
  async onApplicationBootstrap(): Promise<void> {
    await this.link?.join((topic, question) => this.answer(topic, question));
    this.markJoined();
  }

  /** To be called in constructors. */
  handle<Question, Answer>(
    topic: Topic<Question, Answer>,
    handler: (question: Question) => Answer | Promise<Answer>,
  ): void {
    this.handlers.set(topic.name, handler as Handler);
  }

  async ask<Question, Answer>(topic: Topic<Question, Answer>, question: Question): Promise<Answer[]> {
    if (this.link === undefined) return [(await this.answer(topic.name, question)) as Answer];
    await this.joined;
    return (await this.link.ask(topic.name, question)) as Answer[];
  }

  private async answer(topic: string, question: unknown): Promise<unknown> {
    const handler = this.handlers.get(topic);
    if (handler === undefined) throw new Error(`nobody answers to ${topic}`);
    return handler(question);
  }
}
