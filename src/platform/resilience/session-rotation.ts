/** What one caller has waiting: its sessions take turns, each in order of arrival. */
export class SessionRotation<Item> {
  private readonly sessions = new Map<string, Set<Item>>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  push(session: string, item: Item): void {
    const items = this.sessions.get(session);
    if (items) items.add(item);
    else this.sessions.set(session, new Set([item]));
    this.count += 1;
  }

  /** The next of the session whose turn it is, which then goes to the end. */
  shift(): Item | undefined {
    for (const [session, items] of this.sessions) {
      for (const item of items) {
        this.remove(session, item);
        if (this.sessions.delete(session)) this.sessions.set(session, items);
        return item;
      }
    }
    return undefined;
  }

  /** The newest of the session that has most. */
  pop(): Item | undefined {
    const [longest] = [...this.sessions].sort(([, one], [, other]) => other.size - one.size);
    if (!longest) return undefined;
    const [session, items] = longest;
    const newest = [...items].at(-1)!;
    this.remove(session, newest);
    return newest;
  }

  remove(session: string, item: Item): boolean {
    const items = this.sessions.get(session);
    if (!items?.delete(item)) return false;
    if (items.size === 0) this.sessions.delete(session);
    this.count -= 1;
    return true;
  }
}
