import type { ChatFrame } from '../../../src/chat/frames/chat-frame.js';
import { tell, type Told } from '../../support/client.js';
import type { Conversation, Said } from './history-checker.js';

export interface Heard extends Told {
  /** Milliseconds until the stream ended. */
  totalMs: number;
}

/** One person in one session, who remembers what was said and what the service promised to keep. */
export class Talker implements Conversation {
  readonly said: Said[] = [];

  constructor(
    readonly user: string,
    readonly session: string,
    private readonly onAcknowledged: () => void = () => undefined,
  ) {}

  /**
   * One turn. An ordinary message is acknowledged by `start`, which is sent once it is stored. Help waits for no storage,
   * so an urgent one is acknowledged by `complete`. Rejects where the connection breaks; what was promised stays noted.
   */
  async say(url: string, message: string, { urgent = false } = {}): Promise<Heard> {
    const said: Said = { message, acknowledged: false };
    this.said.push(said);
    const note = (frame: ChatFrame) => {
      if (frame.type === 'complete') said.reply = frame.full_response;
      if (!said.acknowledged && frame.type === (urgent ? 'complete' : 'start')) {
        said.acknowledged = true;
        this.onAcknowledged();
      }
      return false;
    };
    const startedAt = performance.now();
    const told = await tell(
      url,
      { message, user_id: this.user, session_id: this.session },
      { stopWhen: note },
    );
    return { ...told, totalMs: performance.now() - startedAt };
  }
}
