/*
 * What the primary process and its workers say to each other. One kind of exchange serves everything: a worker asks, the
 * primary puts the question to every worker in one order, that one included, and hands the answers back together.
 */

export type WorkerMessage =
  | { kind: 'join' }
  | { kind: 'ask'; askId: number; topic: string; body: unknown }
  | { kind: 'answer'; questionId: number; answered: boolean; body?: unknown };

export type PrimaryMessage =
  | { kind: 'question'; questionId: number; topic: string; body: unknown }
  | { kind: 'answers'; askId: number; bodies: unknown[] };

/** The two topics the primary itself knows: it keeps what was set, and the counts of workers that are gone. */
export const SETTINGS_TOPIC = 'settings';
export const METRICS_TOPIC = 'metrics';
