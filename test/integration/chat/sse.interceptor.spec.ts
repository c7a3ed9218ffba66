import {
  Controller,
  Module,
  Post,
  Req,
  Res,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { concat, finalize, of, throwError } from 'rxjs';
import type { ChatFrame } from '../../../src/chat/frames/chat-frame.js';
import {
  SseForm,
  SseInterceptor,
  type EventStream,
  type StreamingRequest,
} from '../../../src/chat/frames/sse.interceptor.js';
import { toObservable } from '../../../src/chat/turn-observable.js';
import { ConfigModule } from '../../../src/config/config.module.js';
import { parseEnvironment } from '../../../src/config/env.schema.js';
import { eventually } from '../../support/client.js';
import { startOf, token } from '../../support/stream-frames.js';

const produced = { frames: 0, ended: false };
const nest = { handled: false };

/** Sees what Nest sees of a request. */
const watch = {
  intercept: (_context: ExecutionContext, next: CallHandler) =>
    next.handle().pipe(finalize(() => (nest.handled = true))),
};

@Controller()
class EndlessController {
  @Post('endless')
  @UseInterceptors(SseInterceptor)
  @SseForm('json')
  endless(@Req() request: StreamingRequest, @Res() _response: Response): EventStream {
    const bounds = { pace: request.pace!, requestId: 'r', firstTokenTimeoutMs: 60_000, endings: [] };
    return { frames: toObservable(endless, bounds) };
  }

  /** No turn ends so; whatever does must not look whole. */
  @Post('faulty')
  @UseInterceptors(SseInterceptor)
  @SseForm('json')
  faulty(@Res() _response: Response): EventStream {
    return {
      frames: concat(
        of(startOf('s'), token('a')),
        throwError(() => new Error('fault')),
      ),
    };
  }
}

async function* endless(): AsyncGenerator<ChatFrame> {
  try {
    yield startOf('s');
    for (;;) {
      produced.frames += 1;
      if (produced.frames % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield { type: 'token', content: 'x'.repeat(1000), position: 0 };
    }
  } finally {
    produced.ended = true;
  }
}

@Module({
  imports: [ConfigModule.forRoot(parseEnvironment({ REQUEST_TIMEOUT: '2' }))],
  controllers: [EndlessController],
  providers: [SseInterceptor],
})
class EndlessModule {}

describe('an endless stream', () => {
  let app: NestExpressApplication;
  let port: number;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(EndlessModule, {
      logger: false,
      forceCloseConnections: true,
    });
    app.useGlobalInterceptors(watch);
    await app.listen(0, '127.0.0.1');
    port = Number(new URL(await app.getUrl()).port);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    Object.assign(produced, { frames: 0, ended: false });
    nest.handled = false;
  });

  const open = (path = 'endless'): Socket => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.write(`POST /${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
    return socket;
  };

  it('stops producing while its client does not read, and the client is dropped after the request timeout', async () => {
    const socket = open();
    socket.pause();
    let before = -1;
    await eventually(() => {
      const stopped = produced.frames > 0 && produced.frames === before;
      before = produced.frames;
      return stopped || undefined;
    }, 'the producer paused');
    // What fits into the kernel's buffers and STREAM_BUFFER_SIZE, not more.
    expect(produced.frames).toBeLessThan(20_000);
    await eventually(() => produced.ended || undefined, 'the stuck client was dropped');
    socket.destroy();
  });

  it('is handled, for Nest, once it has begun', async () => {
    const socket = open();
    await eventually(() => nest.handled || undefined, 'the request was handled');
    expect(produced.ended).toBe(false);
    socket.destroy();
  });

  it('is cut off by a fault after its first frame', async () => {
    const answer = await text(open('faulty'));
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(answer).not.toContain('[DONE]');
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it('ends when its client leaves', async () => {
    const socket = open();
    await once(socket, 'data');
    socket.destroy();
    await eventually(() => produced.ended || undefined, 'the producer ended');
    expect(produced.frames).toBeGreaterThan(0);
  });
});
