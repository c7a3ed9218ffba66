const LOOK_AGAIN_MS = 50;

/** Waits until nothing is busy, or until the deadline. What is `running` may end meanwhile and never rejects. */
export async function untilIdle(
  busy: () => boolean,
  running: () => Iterable<{ done: Promise<void> }>,
  deadline: number,
): Promise<void> {
  while (busy() && Date.now() < deadline) {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(LOOK_AGAIN_MS, Math.max(1, deadline - Date.now())));
    });
    await Promise.race([...Array.from(running(), ({ done }) => done), timeUp]);
    clearTimeout(timer);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
