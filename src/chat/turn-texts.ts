/** Every string inside a metadata object, keys included, however deep. Walks without recursion: depth is the client's choice. */
export function stringsIn(value: unknown): string[] {
  const found: string[] = [];
  const pending: unknown[] = [value];
  // One by one: a hundred thousand arguments of one call would run out of stack.
  const add = (values: readonly unknown[]) => {
    for (const one of values) pending.push(one);
  };
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') found.push(next);
    else if (Array.isArray(next)) add(next);
    else if (next !== null && typeof next === 'object') {
      add(Object.keys(next));
      add(Object.values(next));
    }
  }
  return found;
}
