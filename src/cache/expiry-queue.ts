interface Item {
  key: string;
  expires: number;
}

/**
 * Keys by the time they expire (a binary heap). Removing or renewing a key elsewhere leaves a stale item here, which
 * the reader recognises by its time; `trim` keeps those from piling up.
 */
export class ExpiryQueue {
  private items: Item[] = [];

  get size(): number {
    return this.items.length;
  }

  push(key: string, expires: number): void {
    this.items.push({ key, expires });
    this.riseFrom(this.items.length - 1);
  }

  /** Takes the next item whose time has come, if there is one. */
  popDue(now: number): Item | undefined {
    const first = this.items[0];
    if (first === undefined || first.expires > now) return undefined;
    const last = this.items.pop()!;
    if (this.items.length > 0) {
      this.items[0] = last;
      this.sinkFrom(0);
    }
    return first;
  }

  /** Forgets all items `isCurrent` refuses, in O(n). */
  trim(isCurrent: (item: Item) => boolean): void {
    // A sorted array is a heap.
    this.items = this.items.filter(isCurrent).sort((a, b) => a.expires - b.expires);
  }

  private riseFrom(start: number): void {
    for (let child = start; child > 0;) {
      const parent = (child - 1) >> 1;
      if (this.items[parent]!.expires <= this.items[child]!.expires) return;
      this.swap(parent, child);
      child = parent;
    }
  }

  private sinkFrom(start: number): void {
    for (let parent = start; ;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < this.items.length && this.items[child]!.expires < this.items[least]!.expires)
          least = child;
      }
      if (least === parent) return;
      this.swap(parent, least);
      parent = least;
    }
  }

  private swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b]!, this.items[a]!];
  }
}
