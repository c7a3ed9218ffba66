/** Items by a small whole number, those of equal rank in the order they came to it. */
export class Ranking<Item> {
  private readonly ranks: Set<Item>[] = [];

  put(item: Item, rank: number): void {
    while (this.ranks.length <= rank) this.ranks.push(new Set());
    this.ranks[rank]!.add(item);
  }

  take(item: Item, rank: number): void {
    this.ranks[rank]?.delete(item);
    while (this.ranks.at(-1)?.size === 0) this.ranks.pop();
  }

  lowest(): Item | undefined {
    return first(this.ranks.find(({ size }) => size > 0));
  }

  /** How many steps it takes until all items are above the rank, if each step lifts one of them by one. */
  stepsAbove(rank: number): number {
    return this.ranks.slice(0, rank + 1).reduce((steps, { size }, own) => steps + size * (rank + 1 - own), 0);
  }

  highest(): Item | undefined {
    return first(this.ranks.at(-1));
  }
}

function first<Item>(items: Set<Item> | undefined): Item | undefined {
  return items?.values().next().value;
}
