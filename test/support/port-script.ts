/** How a scripted port behaves: at once, late, not at all, or by failing. */
export type PortScript =
  'answers' | 'fails' | 'hangs' | { answersAfterMs: number } | { failsAfterMs: number };

/** Plays a script. One that hangs does not even look at its signal: the worst a port can do. */
export async function play(script: PortScript, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (script === 'fails') throw new Error('the port failed');
  if (script === 'hangs') await new Promise<never>(() => {});
  if (typeof script === 'object') {
    const fails = 'failsAfterMs' in script;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, fails ? script.failsAfterMs : script.answersAfterMs);
    });
    if (fails) throw new Error('the port failed');
  }
}

/** Resolves never; rejects with the signal's reason. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
