import type { HttpStream } from '../../../platform/http-client/http-stream.js';
import { OpenAiHttpClient } from '../../../platform/http-client/openai-http.client.js';
import type { ReplyRequest } from '../../ports/language-model.js';
import { PushedText, type TakeText } from '../../ports/pushed-text.js';
import { RemoteLanguageModel, type ProbeResult } from '../../ports/remote-language-model.js';
import { CompletionDecoder, type AnswerFormat } from './completion.decoder.js';
import { failureOfAnswer, failureOfRequest } from './remote-failures.js';

/** Answers to `/models` after which a completion need not be tried. */
const REFUSING = new Set([401, 408, 429]);

export interface OpenAiLanguageModelOptions {
  baseUrl: string;
  apiKey?: string | undefined;
  model: string;
}

/**
 * Any server that speaks OpenAI's chat completions (Ollama, vLLM, llama.cpp, DeepSeek, Qwen, …). A reply is whole when
 * the server said so: a finish reason or `[DONE]`. Ending by `length` counts as truncated, by `content_filter` as
 * rejected. What the model thinks aloud is never part of the reply.
 */
export class OpenAiLanguageModel extends RemoteLanguageModel {
  /**
   * Some chat templates open the thinking themselves, so a reply starts inside it and only closes it. That shows in
   * the first such reply, which is given up; from then on replies are read that way.
   */
  private opensThinking = false;

  private readonly http: OpenAiHttpClient;
  /** Its own connection: with all others busy a probe would wait in line and take the server for dead. */
  private readonly probeHttp: OpenAiHttpClient;
  private readonly model: string;

  constructor({ baseUrl, apiKey, model }: OpenAiLanguageModelOptions) {
    super();
    // How many replies run at once is limited before they get here.
    this.http = new OpenAiHttpClient({ baseUrl, apiKey });
    this.probeHttp = new OpenAiHttpClient({ baseUrl, apiKey, maxConnections: 1 });
    this.model = model;
  }

  stream(request: ReplyRequest, signal: AbortSignal): PushedText {
    return new PushedText((take) => this.write(request, take, signal));
  }

  /**
   * Lists the models. Any answer but a refused key, a rate limit or a server's fault means that completions can be
   * tried: not every server or key may list models.
   */
  async probe(timeoutMs: number): Promise<ProbeResult> {
    try {
      const status = await this.probeHttp.getStatus('/models', { timeoutMs });
      return status >= 500 || REFUSING.has(status) ? 'refusing' : 'up';
    } catch {
      // Refused, reset or too slow: whatever it was, nobody answered.
      return 'down';
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.http.close(), this.probeHttp.close()]);
  }

  async destroy(): Promise<void> {
    await Promise.all([this.http.destroy(), this.probeHttp.destroy()]);
  }

  private async write(request: ReplyRequest, take: TakeText, signal: AbortSignal): Promise<void> {
    const answer = await this.ask(request, signal);
    const decoder = new CompletionDecoder({ format: formatOf(answer), opensThinking: this.opensThinking });
    let wanted = true;
    let whole = false;
    const note = (more: boolean) => (wanted = more) && !decoder.finished;
    try {
      await answer.forEach((bytes) => {
        const text = decoder.push(bytes);
        const more = text === '' || take(text);
        return typeof more === 'boolean' ? note(more) : more.then(note);
      });
      if (!wanted) return;
      const rest = decoder.end();
      if (rest !== '' && !(await take(rest))) return;
      decoder.assertWhole();
      whole = true;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw failureOfAnswer(error);
    } finally {
      this.learnFrom(decoder);
      if (whole) answer.release();
      else answer.destroy();
    }
  }

  private async ask(request: ReplyRequest, signal: AbortSignal): Promise<HttpStream> {
    try {
      return await this.http.stream(
        '/chat/completions',
        { model: this.model, messages: request.messages(), stream: true },
        { signal },
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw failureOfRequest(error);
    }
  }

  private learnFrom(decoder: CompletionDecoder): void {
    if (decoder.finished || decoder.closesUnopenedThinking)
      this.opensThinking = decoder.closesUnopenedThinking;
  }
}

/** Some servers ignore `stream: true` and answer with one JSON document; a gateway's error page is HTML. */
function formatOf(answer: HttpStream): AnswerFormat {
  const type = answer.contentType.toLowerCase();
  if (type.startsWith('application/json')) return 'document';
  return type.startsWith('text/html') ? 'page' : 'events';
}
