let waiting: (() => void)[] = [];

/** Runs `work` when the event loop has read what arrived together: one of the loop's callbacks for all streams. */
export function atEndOfTurn(work: () => void): void {
  if (waiting.push(work) === 1) setImmediate(runWaiting);
}

function runWaiting(): void {
  const due = waiting;
  waiting = [];
  for (const work of due) work();
}
