import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Backlog } from './backlog.js';
import { parseLines, toLine, type SpoolRecord } from './spool-record.js';

const question = (id: string, content = 'x'): SpoolRecord => ({
  kind: 'message',
  message: {
    id,
    turnId: id,
    userId: 'u',
    userScope: 'u',
    sessionId: 's',
    content,
    riskLevel: 'none',
    createdAt: new Date(1),
  },
});
const answer = (turnId: string): SpoolRecord => ({
  kind: 'reply',
  reply: {
    id: `r-${turnId}`,
    turnId,
    userId: 'u',
    sessionId: 's',
    content: 'y',
    status: 'completed',
    createdAt: new Date(2),
  },
});
const idOf = (record: SpoolRecord) => (record.kind === 'message' ? record.message.id : record.reply.id);

describe('Backlog', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xinyu-spool-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((backlog) => backlog.end()));
    rmSync(folder, { recursive: true, force: true });
  });

  const opened: Backlog[] = [];
  const open = (maxBytes = 1_000_000) => {
    const backlog = new Backlog({ folder, maxBytes });
    opened.push(backlog);
    return backlog;
  };
  const files = () => (existsSync(folder) ? readdirSync(folder) : []);
  const onDisk = () =>
    files()
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  const outage = new Error('outage');
  const isOutage = (error: unknown) => error === outage;

  it('keeps nothing of a record that was given up before it was safe, here or on disk', async () => {
    const backlog = open();
    await backlog.append(question('safe'));
    const controller = new AbortController();
    const given = backlog.append(question('given up'), controller.signal);
    controller.abort(new Error('too slow'));
    await expect(given).rejects.toThrow('too slow');
    expect(backlog.size).toBe(1);
    await backlog.end();
    const left = await open().takeLeftovers();
    expect(left.map(idOf)).toEqual(['safe']);
  });

  it('has a record on disk when it says so', async () => {
    const backlog = open();
    await Promise.all([backlog.append(question('1')), backlog.append(question('2'))]);
    await backlog.append(answer('1'));
    expect(parseLines(onDisk()).records.map(idOf)).toEqual(['1', '2', 'r-1']);
    expect(backlog.hasSession({ userId: 'u', sessionId: 's' })).toBe(true);
    expect(backlog.hasSession({ userId: 'v', sessionId: 's' })).toBe(false);
  });

  it('replays in order, a reply only after the messages before it, then removes its file', async () => {
    const backlog = open();
    for (const record of [question('1'), question('2'), answer('1'), question('3')]) {
      await backlog.append(record);
    }
    const applied: string[] = [];
    await backlog.replay(async (record) => {
      await Promise.resolve();
      applied.push(idOf(record));
    }, isOutage);
    expect(applied).toEqual(['1', '2', 'r-1', '3']);
    expect(backlog.size).toBe(0);
    expect(backlog.hasSessionId('s')).toBe(false);
    expect(files()).toEqual([]);
  });

  it('stops at an outage and goes on from there', async () => {
    const backlog = open();
    for (const record of [question('1'), answer('1'), question('2')]) await backlog.append(record);
    const applied: string[] = [];
    let down = true;
    const apply = async (record: SpoolRecord) => {
      if (down && record.kind === 'reply') throw outage;
      applied.push(idOf(record));
    };
    await backlog.replay(apply, isOutage);
    expect(backlog.size).toBe(2);
    down = false;
    await backlog.replay(apply, isOutage);
    expect(applied).toEqual(['1', 'r-1', '2']);
  });

  it('puts a record aside that can never be written, and goes on', async () => {
    const backlog = open();
    for (const record of [question('1'), question('bad'), question('2')]) await backlog.append(record);
    const applied: string[] = [];
    await backlog.replay(async (record) => {
      if (idOf(record) === 'bad') throw new Error('refused');
      applied.push(idOf(record));
    }, isOutage);
    expect(applied).toEqual(['1', '2']);
    expect(backlog.size).toBe(0);
    expect(files()).toEqual(['refused.log']);
    expect(parseLines(onDisk()).records.map(idOf)).toEqual(['bad']);
  });

  it('keeps a record that arrives during a replay', async () => {
    const backlog = open();
    await backlog.append(question('1'));
    const applied: string[] = [];
    await backlog.replay(async (record) => {
      if (idOf(record) === '1') await backlog.append(question('2'));
      applied.push(idOf(record));
    }, isOutage);
    expect(applied).toEqual(['1', '2']);
  });

  it('takes over files of a crashed process and skips the line that the crash cut off', async () => {
    const crashed = open();
    await crashed.append(question('1'));
    await crashed.append(question('2'));
    appendFileSync(join(folder, files()[0]!), toLine(question('3')).slice(0, 40));
    const next = open();
    expect((await next.takeLeftovers()).map(idOf)).toEqual(['1', '2']);
    expect(next.size).toBe(2);
    // Not replayed before the next crash: the one after finds it again.
    expect((await open().takeLeftovers()).map(idOf)).toEqual(['1', '2']);
  });

  it('refuses what does not fit, keeps what it has, and takes more once it is drained', async () => {
    const backlog = open(1000);
    await backlog.append(question('1'));
    await expect(backlog.append(question('2', 'x'.repeat(2000)))).rejects.toMatchObject({
      code: 'dependency_unavailable',
    });
    expect(backlog.size).toBe(1);
    await backlog.append(question('3'));
    expect(parseLines(onDisk()).records.map(idOf)).toEqual(['1', '3']);
    await backlog.replay(async () => undefined, isOutage);
    for (const id of ['4', '5', '6']) await backlog.append(question(id));
  });

  it('refuses when the disk does, with a reason a client may see, and recovers', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the folder should be');
    const backlog = open();
    const failure = await backlog.append(question('1')).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'dependency_unavailable' });
    expect((failure as Error).message).not.toContain(folder);
    expect(backlog.size).toBe(0);
    rmSync(folder);
    await backlog.append(question('2'));
    expect(parseLines(onDisk()).records.map(idOf)).toEqual(['2']);
  });

  it('starts a new file with all that is pending when another process took its own', async () => {
    const backlog = open();
    await backlog.append(question('1'));
    const other = open();
    await other.takeLeftovers();
    await other.replay(async () => undefined, isOutage);
    expect(files()).toEqual([]);
    await backlog.append(question('2'));
    expect(parseLines(onDisk()).records.map(idOf)).toEqual(['1', '2']);
  });

  it('reads back any text it wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        expect(parseLines(toLine(question('1', content)))).toEqual({
          records: [question('1', content)],
          unreadable: 0,
        });
      }),
    );
  });

  it('counts lines that are no records and keeps the others', () => {
    const text = `garbage\n${toLine(question('1'))}{"kind":"other"}\n{"kind":"message"}\n\n`;
    const { records, unreadable } = parseLines(text);
    expect(records.map(idOf)).toEqual(['1']);
    expect(unreadable).toBe(3);
  });
});
