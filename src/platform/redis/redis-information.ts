/** What an operator sees of the server; `null` while it is not known. */
export interface RedisInformation {
  connected_clients: number | null;
  used_memory: number | null;
  /** Percentage 0-100 of all lookups on that server; `null` before the first one. */
  hit_rate: number | null;
}

export const UNKNOWN_INFORMATION: RedisInformation = {
  connected_clients: null,
  used_memory: null,
  hit_rate: null,
};

/** Reads the answer of INFO. */
export function toInformation(text: string): RedisInformation {
  const figures = new Map(
    text.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
  const figure = (name: string) => {
    const value = Number.parseInt(figures.get(name) ?? '', 10);
    return Number.isNaN(value) ? null : value;
  };
  const hits = figure('keyspace_hits');
  const misses = figure('keyspace_misses');
  const lookups = (hits ?? 0) + (misses ?? 0);
  return {
    connected_clients: figure('connected_clients'),
    used_memory: figure('used_memory'),
    hit_rate: hits === null || lookups === 0 ? null : (hits / lookups) * 100,
  };
}
