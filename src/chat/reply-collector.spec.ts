import { firstValueFrom, from } from 'rxjs';
import type { ChatFrame } from './frames/chat-frame.js';
import { collectReply } from './reply-collector.js';

const start: ChatFrame = {
  type: 'start',
  stream_id: 'st',
  session_id: 's',
  message_id: 'm',
  user_message_id: 'u',
  timestamp: 't',
};
const analysis: ChatFrame = {
  type: 'analysis',
  emotion: { emotion: 'sad', intensity: 3, confidence: 0.5 },
  safety: { safe: false, risk_level: 'medium' },
  memory: { count: 0, used: [] },
  processing_time: 0.1,
  timings: {},
  degraded: [],
};
const complete: ChatFrame = {
  type: 'complete',
  full_response: 'hello',
  metadata: { a: 1 },
  message_id: 'm',
  total_time: 0.2,
  fallback_used: false,
  interrupted: false,
  degraded: ['redis'],
};
const collect = (frames: ChatFrame[]) => firstValueFrom(from([start, ...frames]).pipe(collectReply(true)));

describe('collectReply', () => {
  it('gathers the frames into one answer, with the resources where help was offered', async () => {
    const safety: ChatFrame = { type: 'safety', risk_level: 'medium', message: 'help', resources: [] };
    expect(await collect([analysis, safety, complete])).toMatchObject({
      response: 'hello',
      session_id: 's',
      safety: { safe: false, risk_level: 'medium', message: 'help', resources: [] },
      degraded: ['redis'],
      optimization_enabled: true,
    });
  });

  it('fails with the code of a turn that ended with an error', async () => {
    const error: ChatFrame = { type: 'error', code: 'timeout', message: 'too long', request_id: 'r' };
    await expect(collect([analysis, error])).rejects.toMatchObject({ code: 'timeout', message: 'too long' });
  });

  it('never makes up an answer for a turn without an end', async () => {
    await expect(collect([analysis])).rejects.toThrow('without a terminal frame');
  });
});
