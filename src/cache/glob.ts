type Token = { kind: 'star' } | { kind: 'one'; accepts: (character: string) => boolean };

/**
 * A matcher for Redis's glob patterns (`*`, `?`, `[abc]`, `[^a-c]`, `\` before a character to be taken literally),
 * over the whole text. Never slower than pattern length times text length.
 */
export function toGlobMatcher(pattern: string): (text: string) => boolean {
  const tokens = tokenise([...pattern]);
  return (text) => matches(tokens, [...text]);
}

function matches(tokens: readonly Token[], characters: readonly string[]): boolean {
  let position = 0;
  let token = 0;
  let star = -1;
  let resumeAt = 0;
  while (position < characters.length) {
    const current = tokens[token];
    if (current?.kind === 'star') {
      star = token++;
      resumeAt = position;
    } else if (current?.accepts(characters[position]!)) {
      token += 1;
      position += 1;
    } else if (star >= 0) {
      // Only the last star needs to give way: an earlier one could not match more than it did.
      token = star + 1;
      position = ++resumeAt;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every(({ kind }) => kind === 'star');
}

function tokenise(pattern: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (character === '?') {
      tokens.push({ kind: 'one', accepts: () => true });
    } else if (character === '[') {
      const group = readClass(pattern, at + 1);
      tokens.push({ kind: 'one', accepts: group.accepts });
      at = group.end;
    } else {
      const literal = character === '\\' && at + 1 < pattern.length ? pattern[++at]! : character;
      tokens.push({ kind: 'one', accepts: (candidate) => candidate === literal });
    }
  }
  return tokens;
}

/** An unclosed class reaches to the end of the pattern, as in Redis. */
function readClass(pattern: readonly string[], start: number) {
  const negated = pattern[start] === '^';
  const ranges: [string, string][] = [];
  let at = negated ? start + 1 : start;
  for (; at < pattern.length && pattern[at] !== ']'; at += 1) {
    if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1;
    const from = pattern[at]!;
    const to = pattern[at + 1] === '-' && at + 2 < pattern.length ? pattern[at + 2]! : from;
    if (pattern[at + 1] === '-' && at + 2 < pattern.length) at += 2;
    ranges.push(from <= to ? [from, to] : [to, from]);
  }
  const accepts = (candidate: string) =>
    ranges.some(([from, to]) => candidate >= from && candidate <= to) !== negated;
  return { accepts, end: at };
}
