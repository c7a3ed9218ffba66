import type { PrimaryMessage, WorkerMessage } from './cluster-messages.js';
import type { GroupLink } from './worker-group.js';

/** The worker's end of the channel to the primary. */
export interface Channel {
  send(message: WorkerMessage): void;
  onMessage(listener: (message: PrimaryMessage) => void): void;
}

/** The channel `node:cluster` gave this process. */
export function processChannel(): Channel {
  return {
    // A channel that is closed means that the primary is gone, and `node:cluster` ends this process for it.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
  };
}

export class WorkerLink implements GroupLink {
  private readonly asked = new Map<number, (bodies: unknown[]) => void>();
  private lastAskId = 0;
  private answer: (topic: string, question: unknown) => Promise<unknown> = () => Promise.reject(new Error());

  constructor(private readonly channel: Channel) {
    channel.onMessage((message) => {
      if (message.kind === 'question') void this.reply(message);
      else if (message.kind === 'answers') this.settle(message.askId, message.bodies);
    });
  }

  async join(answer: (topic: string, question: unknown) => Promise<unknown>): Promise<void> {
    this.answer = answer;
    this.channel.send({ kind: 'join' });
    // Messages keep their order: whatever the primary had for a newcomer has been carried out before this comes back.
    await this.ask(JOINED_TOPIC, undefined);
  }

  ask(topic: string, question: unknown): Promise<unknown[]> {
    const askId = (this.lastAskId += 1);
    return new Promise((resolve) => {
      this.asked.set(askId, resolve);
      this.channel.send({ kind: 'ask', askId, topic, body: question });
    });
  }

  private settle(askId: number, bodies: unknown[]): void {
    this.asked.get(askId)?.(bodies);
    this.asked.delete(askId);
  }

  private async reply({ questionId, topic, body }: PrimaryMessage & { kind: 'question' }): Promise<void> {
    const message = await this.answer(topic, body).then(
      (answer): WorkerMessage => ({ kind: 'answer', questionId, answered: true, body: answer }),
      (): WorkerMessage => ({ kind: 'answer', questionId, answered: false }),
    );
    this.channel.send(message);
  }
}

/** Nobody has a handler for it: it only goes round. */
const JOINED_TOPIC = 'joined';
