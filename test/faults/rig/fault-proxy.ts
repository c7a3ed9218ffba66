import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Lane } from './lane.js';
import { seededRandom } from './seeded-random.js';
import { CALM, type Toxics } from './toxics.js';
import { breakOff } from '../../support/break-off.js';

export type Direction = 'toTarget' | 'toClient';

interface Link {
  client: Socket;
  target: Socket;
  lanes: Lane[];
}

/**
 * A TCP proxy on a free port of 127.0.0.1 whose connections suffer what they are told, from one moment to the next:
 * latency, jitter, little bandwidth, slices, silence, resets, ends that one side never hears of.
 */
export class FaultProxy {
  private readonly toxics: Record<Direction, Toxics> = { toTarget: CALM, toClient: CALM };
  private readonly links = new Set<Link>();
  private readonly random: () => number;
  private server: Server | undefined;
  private listeningPort = 0;
  private resetting = false;
  private accepted = 0;

  private constructor(
    private readonly targetPort: number,
    seed: number,
  ) {
    this.random = seededRandom(seed);
  }

  static async start(targetPort: number, { seed = 1 } = {}): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort, seed);
    await proxy.listen();
    return proxy;
  }

  get port(): number {
    return this.listeningPort;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.links.size;
  }

  /** Connections taken so far. */
  get connections(): number {
    return this.accepted;
  }

  /** From now on; what one names is added to what was set before. */
  set(toxics: Partial<Toxics>, directions: readonly Direction[] = ['toTarget', 'toClient']): void {
    for (const direction of directions) this.toxics[direction] = { ...this.toxics[direction], ...toxics };
    for (const { lanes } of this.links) for (const lane of lanes) lane.changed();
  }

  /** Connections are taken and kept, and nothing passes either way. */
  blackHole(): void {
    this.set({ held: true });
  }

  /** Resets all connections, and each new one as soon as it is there. */
  reset(): void {
    this.resetting = true;
    this.cut();
  }

  /** Resets all connections once; new ones are taken as before. */
  cut(): void {
    for (const link of [...this.links]) this.end(link);
  }

  /** Nobody listens any more, as when the process behind is gone. */
  async goDown(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.cut();
    await closed;
  }

  /** The target's ends are gone, and the clients never hear of it: what they send vanishes. New connections are whole. */
  halfOpen(): void {
    for (const link of this.links) {
      for (const lane of link.lanes) lane.close();
      link.lanes = [];
      link.client.resume();
      link.target.destroy();
    }
  }

  /** All faults end. Connections that a fault has broken stay broken. */
  async heal(): Promise<void> {
    this.resetting = false;
    this.set(CALM);
    await this.listen();
  }

  async close(): Promise<void> {
    await this.goDown();
  }

  private async listen(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.accept(client));
    server.listen(this.listeningPort, '127.0.0.1');
    await once(server, 'listening');
    this.listeningPort = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private accept(client: Socket): void {
    this.accepted += 1;
    if (this.resetting) {
      breakOff(client);
      return;
    }
    const target = connect({
      port: this.targetPort,
      host: '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    const link: Link = {
      client,
      target,
      lanes: [
        new Lane(client, target, () => this.toxics.toTarget, this.random),
        new Lane(target, client, () => this.toxics.toClient, this.random),
      ],
    };
    this.links.add(link);
    client.on('close', () => this.forgetClosed(link));
    target.on('close', () => this.forgetClosed(link));
  }

  private forgetClosed(link: Link): void {
    const { client, target, lanes } = link;
    if (client.destroyed && target.destroyed) {
      for (const lane of lanes) lane.close();
      this.links.delete(link);
    }
  }

  private end(link: Link): void {
    for (const lane of link.lanes) lane.close();
    breakOff(link.client);
    breakOff(link.target);
    this.links.delete(link);
  }
}
