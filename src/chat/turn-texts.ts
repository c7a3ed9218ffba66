/** Every string inside a metadata object, keys included, however deep. Walks without recursion: depth is the client's choice. */
export function stringsIn(value: unknown): string[] {
  const found: string[] = [];
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') found.push(next);
    else if (Array.isArray(next)) pending.push(...(next as unknown[]));
    else if (next !== null && typeof next === 'object')
      pending.push(...Object.keys(next), ...(Object.values(next) as unknown[]));
  }
  return found;
}
