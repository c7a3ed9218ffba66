import {
  Controller,
  Module,
  Post,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { concat, defer, finalize, NEVER, of, throwError } from 'rxjs';
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
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { eventually } from '../../support/client.js';
import { startOf, token } from '../../support/stream-frames.js';

/** What the endless streams have done, and what Nest has of them all. */
const seen = { frames: 0, begun: 0, ended: 0, handled: 0 };

/** Sees what Nest sees of a request. */
const watch = {
  intercept: (_context: ExecutionContext, next: CallHandler) =>
    next.handle().pipe(finalize(() => (seen.handled += 1))),
};

/** Lets a request pass when its client has left. */
class AfterItsClient {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { socket } = context.switchToHttp().getRequest<Request>();
    if (!socket.destroyed) await once(socket, 'close');
    return true;
  }
}

@Controller()
@UseInterceptors(SseInterceptor)
@SseForm('json')
class StreamsController {
  @Post('endless')
  endless(@Req() request: StreamingRequest, @Res() _response: Response): EventStream {
    const bounds = { pace: request.pace!, requestId: 'r', firstTokenTimeoutMs: 60_000, endings: [] };
    return { frames: toObservable(endless, bounds) };
  }

  @Post('late')
  @UseGuards(AfterItsClient)
  late(@Req() request: StreamingRequest, @Res() response: Response): EventStream {
    return this.endless(request, response);
  }

  @Post('silent')
  silent(@Res() _response: Response): EventStream {
    const frames = defer(() => {
      seen.begun += 1;
      return NEVER;
    });
    return { frames: frames.pipe(finalize(() => (seen.ended += 1))) };
  }

  /** No turn ends so; whatever does must not look whole. */
  @Post('faulty')
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
  seen.begun += 1;
  try {
    yield startOf('s');
    for (;;) {
      seen.frames += 1;
      if (seen.frames % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield { type: 'token', content: 'x'.repeat(1000), position: 0 };
    }
  } finally {
    seen.ended += 1;
  }
}

@Module({
  imports: [ConfigModule.forRoot(parseEnvironment({ REQUEST_TIMEOUT: '2' }))],
  controllers: [StreamsController],
  providers: [Metrics],
})
class StreamsModule {}

describe('an event stream', () => {
  let app: NestExpressApplication;
  let port: number;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(StreamsModule, {
      logger: false,
      forceCloseConnections: true,
    });
    app.useGlobalInterceptors(watch);
    await app.listen(0, '127.0.0.1');
    port = Number(new URL(await app.getUrl()).port);
  });
  afterAll(() => app.close());
  beforeEach(() => Object.assign(seen, { frames: 0, begun: 0, ended: 0, handled: 0 }));

  afterEach(() => eventually(async () => (await streamsOpen()) === 0 || undefined, 'nothing is left open'));

  /** One request after another on one connection, without waiting for answers. */
  const open = (...paths: string[]): Socket => {
    const socket = connect({ host: '127.0.0.1', port });
    for (const path of paths) socket.write(`POST /${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
    return socket;
  };
  const hasCome = (what: keyof typeof seen, times = 1) =>
    eventually(() => seen[what] >= times || undefined, `${what}: ${times}`);
  const streamsOpen = async () => {
    const metric = await app.get(Metrics).registry.getSingleMetric('xinyu_event_streams_open')!.get();
    return metric.values[0]?.value;
  };

  it('stops producing while its client does not read, and the client is dropped after the request timeout', async () => {
    const socket = open('endless');
    socket.pause();
    let before = -1;
    await eventually(() => {
      const stopped = seen.frames > 0 && seen.frames === before;
      before = seen.frames;
      return stopped || undefined;
    }, 'the producer paused');
    // What fits into the kernel's buffers and STREAM_BUFFER_SIZE, not more.
    expect(seen.frames).toBeLessThan(20_000);
    await hasCome('ended');
    expect(await streamsOpen()).toBe(0);
    socket.destroy();
  });

  it('is handled, for Nest, once it has begun', async () => {
    const socket = open('endless');
    await hasCome('handled');
    expect([seen.ended, await streamsOpen()]).toEqual([0, 1]);
    socket.destroy();
  });

  it('is cut off by a fault after its first frame', async () => {
    const answer = await text(open('faulty'));
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(answer).not.toContain('[DONE]');
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it('ends when its client leaves, and nothing of it is left', async () => {
    const socket = open('endless');
    await once(socket, 'data');
    expect(await streamsOpen()).toBe(1);
    socket.destroy();
    await hasCome('ended');
    expect(seen.frames).toBeGreaterThan(0);
    expect(await streamsOpen()).toBe(0);
  });

  it('ends, and is handled, when its client leaves before its first frame', async () => {
    const socket = open('silent');
    await hasCome('begun');
    expect(seen.handled).toBe(0);
    socket.destroy();
    await hasCome('ended');
    await hasCome('handled');
  });

  it('ends when its client leaves while it waits behind another answer of its connection', async () => {
    const socket = open('endless', 'endless', 'silent');
    await hasCome('begun', 3);
    socket.destroy();
    await hasCome('ended', 3);
    await hasCome('handled', 3);
    expect(await streamsOpen()).toBe(0);
  });

  it('does not begin when its client has left before', async () => {
    const socket = open('late');
    socket.end(() => socket.destroy());
    await hasCome('handled');
    expect([seen.begun, await streamsOpen()]).toEqual([0, 0]);
  });
});
