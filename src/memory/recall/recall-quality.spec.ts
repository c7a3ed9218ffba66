import { RECALL_CASES, UNRELATED } from '../../../test/support/memory-recall-cases.js';
import { HELD_OUT_CASES } from '../../../test/support/memory-recall-held-out.js';
import type { RecallCase } from '../../../test/support/memory-recall-cases.js';
import { InMemoryMemoryStore } from '../../../test/support/in-memory-memory-store.js';
import { HashedNgramEmbedder } from '../adapters/hashed-ngram/hashed-ngram.embedder.js';
import { MapCache } from '../../../test/support/memory-collaborators.js';
import { MemoryFinder } from './memory-finder.js';
import { TopicVectors } from './topic-vectors.js';
import { newOrderedId } from '../../platform/identity/identifiers.js';

const DAY_MS = 86_400_000;
const now = new Date('2026-03-01T12:00:00Z');
const { signal } = new AbortController();
const embedder = new HashedNgramEmbedder();

async function remember(cases: readonly RecallCase[]): Promise<MemoryFinder> {
  const store = new InMemoryMemoryStore();
  for (const { person, told } of cases) {
    const memories = told.map((content, index) => ({
      id: newOrderedId(),
      sessionId: `session-${index}`,
      messageId: `message-${index}`,
      kind: 'preference' as const,
      content,
      vector: embedder.embedNow(content),
      embedder: embedder.id,
      importance: 0.6,
      createdAt: new Date(now.getTime() - (((index * 7) % 12) + 1) * 5 * DAY_MS),
    }));
    await store.save(person, memories, signal);
  }
  return new MemoryFinder(new TopicVectors(embedder, new MapCache().asService()), embedder, store);
}

async function ask(finder: MemoryFinder, person: string, text: string): Promise<string[]> {
  const query = { userScope: person, excludeSessionId: 'today', text, limit: 3 };
  return (await finder.find(query, now, signal)).map(({ content }) => content);
}

/** The share of questions whose answer comes first and among the first three. */
async function measure(cases: readonly RecallCase[]): Promise<{ first: number; amongThree: number }> {
  const finder = await remember(cases);
  let [asked, first, amongThree] = [0, 0, 0];
  for (const { person, told, questions } of cases) {
    for (const [question, answer] of questions) {
      const found = await ask(finder, person, question);
      asked += 1;
      if (found[0] === told[answer]) first += 1;
      if (found.includes(told[answer]!)) amongThree += 1;
    }
  }
  return { first: first / asked, amongThree: amongThree / asked };
}

describe('recall over months of talk', () => {
  it('finds the answers to the questions it was shaped with', async () => {
    const { first, amongThree } = await measure(RECALL_CASES);
    expect(amongThree).toBeGreaterThanOrEqual(0.95);
    expect(first).toBeGreaterThanOrEqual(0.9);
  });

  it('finds the answers to questions it was not shaped with', async () => {
    const { first, amongThree } = await measure(HELD_OUT_CASES);
    expect(amongThree).toBeGreaterThanOrEqual(0.9);
    expect(first).toBeGreaterThanOrEqual(0.75);
  });

  it('brings up nothing for small talk', async () => {
    const finder = await remember(RECALL_CASES);
    for (const { person } of RECALL_CASES) {
      for (const text of UNRELATED) expect([text, await ask(finder, person, text)]).toEqual([text, []]);
    }
  });
});
