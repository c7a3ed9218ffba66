/** What the main thread tells the thread that runs PGlite. A session is one `pg` connection. */
export type ToPglite =
  { type: 'data'; session: number; bytes: Uint8Array } | { type: 'end'; session: number } | { type: 'close' };

export type FromPglite =
  | { type: 'open' }
  | { type: 'failed'; reason: string }
  | { type: 'data'; session: number; bytes: Uint8Array }
  | { type: 'broken'; session: number };

export interface PgliteWorkerData {
  /** The folder of the files; `null` keeps everything in memory. */
  folder: string | null;
}
