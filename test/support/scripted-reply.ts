import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { breakOff } from './break-off.js';
import {
  chunkEvent,
  sendJson,
  tokensOf,
  upstreamError,
  type ModelScript,
  type WireMessage,
} from './model-wire.js';

/** Plays one script as the answer to one chat request. */
export class ScriptedReply {
  constructor(
    private readonly response: ServerResponse,
    private readonly pause: (milliseconds: number) => Promise<void>,
  ) {}

  async send(script: ModelScript, messages: readonly WireMessage[]): Promise<void> {
    const { response } = this;
    if (script.fault === 'hang_headers') return;
    if (script.status !== undefined) {
      if (script.retryAfter !== undefined) response.setHeader('retry-after', script.retryAfter);
      return sendJson(response, script.status, upstreamError());
    }
    if (script.fault === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>gateway</body></html>');
      return;
    }
    const tokens = tokensOf(script, messages);
    const finishReason = script.finishReason === undefined ? 'stop' : script.finishReason;
    if (script.plainJson === true) {
      await this.pause(script.firstTokenDelayMs ?? 0);
      const message = { role: 'assistant', content: tokens.join('') };
      const choices = [{ index: 0, message, finish_reason: finishReason }];
      return sendJson(response, 200, { object: 'chat.completion', choices });
    }
    response.writeHead(200, { 'content-type': script.contentType ?? 'text/event-stream' });
    response.flushHeaders();
    if (script.rawChunks !== undefined) return this.sendRaw(script.rawChunks);
    await this.sendStream(script, tokens, finishReason);
  }

  private async sendRaw(chunks: readonly (string | Buffer)[]): Promise<void> {
    for (const chunk of chunks) {
      this.response.write(chunk);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.response.end();
  }

  private async sendStream(
    script: ModelScript,
    tokens: readonly string[],
    finishReason: string | null,
  ): Promise<void> {
    const { fault, gapMs = 0, failAfter = 2 } = script;
    if (fault === 'hang_first_token') return;
    await this.pause(script.firstTokenDelayMs ?? 0);
    await this.write(chunkEvent({ role: 'assistant', content: '' }));
    for (const piece of script.reasoning ?? []) await this.write(chunkEvent({ reasoning_content: piece }));
    for (const [position, token] of tokens.entries()) {
      if (position === 1) await script.held;
      if (position > 0) await this.pause(gapMs);
      if (fault !== undefined && position === failAfter && this.fail(fault)) return;
      const event = chunkEvent({ content: token });
      if (!(await this.write(event))) return;
      if (fault === 'duplicate_chunk' && position === failAfter) await this.write(event);
    }
    if (fault !== undefined && tokens.length <= failAfter && this.fail(fault)) return;
    if (finishReason !== null) await this.write(chunkEvent({}, finishReason));
    this.response.end(script.omitDone === true ? '' : 'data: [DONE]\n\n');
  }

  /** True when the fault ended the answer. */
  private fail(fault: NonNullable<ModelScript['fault']>): boolean {
    const { response } = this;
    if (fault === 'stall') return true;
    if (fault === 'reset') {
      breakOff(response.socket);
      return true;
    }
    if (fault === 'no_finish') {
      response.end();
      return true;
    }
    if (fault === 'invalid_json') response.write('data: {"choices": [{"delta": {"content": \n\n');
    if (fault === 'error_event') response.write(`data: ${JSON.stringify(upstreamError())}\n\n`);
    return false;
  }

  /** False when the client is gone. */
  private async write(text: string): Promise<boolean> {
    const { response } = this;
    if (response.destroyed) return false;
    if (!response.write(text)) await drained(response);
    return !response.destroyed;
  }
}

/** Resolves when more may be written, or nobody reads any more. */
async function drained(response: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  settled.abort();
}
