import { slotOf, type MemorySlot } from '../extraction/memory-slot.js';
import type { RecalledMemory } from '../memory.types.js';
import type { StoredMemory } from '../ports/memory-store.js';

export interface Candidate extends StoredMemory {
  /** Cosine to the question. */
  similarity: number;
  /** Below it the candidate has nothing to do with the question. */
  floor: number;
}

export interface RankOptions {
  now: Date;
  limit: number;
  /** When each slot was last filled, this session included: older candidates of the slot are outdated. */
  newestOfSlot: ReadonlyMap<MemorySlot, Date>;
}

/**
 * Relevance, recency and importance are what Park et al. (2023, "Generative Agents") combine, with equal weights, for
 * agents that live through one day. Here a question has to be answered, so relevance leads, and recency only breaks
 * ties: people come back after weeks and still have the same cat.
 */
export const WEIGHTS = { similarity: 0.7, recency: 0.15, importance: 0.15 } as const;
export const RECENCY_HALF_LIFE_MS = 30 * 86_400_000;
const OUTDATED_SHARE = 0.5;
const NEAR_IDENTICAL = 0.8;

/** 1 for something said now, halved every 30 days. */
export function recencyOf(createdAt: Date, now: Date): number {
  const ageMs = Math.max(0, now.getTime() - createdAt.getTime());
  return 0.5 ** (ageMs / RECENCY_HALF_LIFE_MS);
}

/** Rises with each of the three; 0-1. */
export function scoreOf(
  memory: Pick<Candidate, 'similarity' | 'importance' | 'createdAt'>,
  now: Date,
): number {
  return (
    WEIGHTS.similarity * clamp(memory.similarity) +
    WEIGHTS.recency * recencyOf(memory.createdAt, now) +
    WEIGHTS.importance * clamp(memory.importance)
  );
}

/** The memories worth giving to the reply, best first: relevant, without repetitions, the newest of a slot on top. */
export function rankMemories(candidates: readonly Candidate[], options: RankOptions): RecalledMemory[] {
  const scored = candidates
    .filter((candidate) => candidate.similarity >= candidate.floor)
    .map((candidate) => ({ candidate, score: scoreOf(candidate, options.now) }));
  const ranked = demoteOutdated(scored, options.newestOfSlot).sort(
    (a, b) => b.score - a.score || b.candidate.createdAt.getTime() - a.candidate.createdAt.getTime(),
  );
  const kept: typeof ranked = [];
  for (const entry of ranked) {
    if (kept.length >= options.limit) break;
    const repeats = kept.some((other) => isNearIdentical(other.candidate.content, entry.candidate.content));
    if (!repeats) kept.push(entry);
  }
  return kept.map(({ candidate, score }) => ({
    id: candidate.id,
    content: candidate.content,
    kind: candidate.kind,
    similarity: clamp(candidate.similarity),
    score,
    createdAt: candidate.createdAt,
  }));
}

/** An outdated sentence never outranks the one that replaced it, however well its words fit. */
function demoteOutdated<Scored extends { candidate: Candidate; score: number }>(
  scored: readonly Scored[],
  newestOfSlot: ReadonlyMap<MemorySlot, Date>,
): Scored[] {
  const newestScore = new Map<MemorySlot, number>();
  const slots = scored.map(({ candidate, score }) => {
    const slot = slotOf(candidate.kind, candidate.content);
    const newest = slot && newestOfSlot.get(slot);
    const outdated = newest !== undefined && candidate.createdAt < newest;
    if (slot && !outdated) newestScore.set(slot, Math.max(newestScore.get(slot) ?? 0, score));
    return outdated ? slot : undefined;
  });
  return scored.map((entry, index) => {
    const slot = slots[index];
    if (!slot) return entry;
    const ceiling = (newestScore.get(slot) ?? Infinity) * 0.99;
    return { ...entry, score: Math.min(entry.score * OUTDATED_SHARE, ceiling) };
  });
}

/** Character pairs in common (Jaccard): catches the same sentence with another particle or full stop. */
export function isNearIdentical(a: string, b: string): boolean {
  const left = pairsOf(a);
  const right = pairsOf(b);
  let common = 0;
  for (const pair of left) if (right.has(pair)) common += 1;
  return common >= NEAR_IDENTICAL * (left.size + right.size - common);
}

function pairsOf(text: string): Set<string> {
  const letters = Array.from(text.toLowerCase().matchAll(/[\p{L}\p{N}]/gu), ([letter]) => letter);
  if (letters.length < 2) return new Set(letters);
  return new Set(letters.slice(1).map((letter, index) => letters[index]! + letter));
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
