import { Injectable } from '@nestjs/common';
import { Moderator, NOTHING_FOUND, type Moderation } from '../ports/moderator.js';

/** Where none is configured: nothing leaves the process and the local screen stands alone. */
@Injectable()
export class AbsentModerator extends Moderator {
  readonly asksServer = false;

  async moderate(): Promise<Moderation> {
    return NOTHING_FOUND;
  }
}
