import type { Random } from '../torture/random.ts';

const escapes = [
  '\u001b[2J',
  '\u001b]0;owned\u0007',
  '\u001b]52;c;b3duZWQ=\u0007',
  '\u001b[?1049l',
  '\u009b31m',
  '\u001bP+q\u001b\\',
  '\u202eevil',
  '\r\nforged line',
  '\u0000',
  '\ud800',
] as const;

const deep = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** A random value to replace another. */
function hostileValue(random: Random, was: unknown): unknown {
  const kind = random.weighted({
    number: 4,
    longText: 2,
    escape: 4,
    empty: 2,
    deep: 1,
    otherType: 4,
    repeated: Array.isArray(was) ? 8 : 0,
    prototype: 1,
  });
  switch (kind) {
    case 'number':
      return random.pick([0, -1, 1e308, 2 ** 53, 2 ** 31, 0.5, 8.64e15 + 1, -(2 ** 53), 1e15]);
    case 'longText':
      return random.pick(['x', '漢', '👋', 'a\n', '\t', 'e\u0301', '\u200d']).repeat(random.whole(1000, 200_000));
    case 'escape':
      return `${typeof was === 'string' ? was : ''}${random.pick(escapes)}`;
    case 'empty':
      return random.pick<unknown>(['', null, [], {}, false]);
    case 'deep':
      return deep(random.whole(2, 5000));
    case 'otherType':
      return random.pick<unknown>([null, true, 'text', 7, ['x'], { kind: 'text' }, { type: 'message' }]);
    case 'repeated': {
      const [first] = was as unknown[];
      return Array.from({ length: random.pick([201, 501, 2000, 20_000]) }, () => first);
    }
    default:
      return JSON.parse('{"__proto__":{"admin":true},"constructor":1}');
  }
}

/** Deeper than any frame of ours. A mutation may have nested a frame thousands of levels deep, which no recursion survives. */
const maxDepth = 8;

/** The paths of everything inside a value, down to `maxDepth`. */
function paths(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null || at.length >= maxDepth) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, i) => (String(i) === String(key) ? replaced(inner, rest, by) : inner));
  const object = value as Record<string, unknown>;
  const { [key]: inner, ...others } = object;
  return by === undefined && rest.length === 0 ? others : { ...object, [key]: replaced(inner, rest, by) };
}

/** A frame with one to three of its parts replaced or removed. Its type and request stay, so that the client reads it. */
export function mutated(random: Random, frame: object): object {
  let now: unknown = frame;
  for (let i = random.whole(1, 4); i > 0; i--) {
    const open = paths(now).filter(([first]) => first !== undefined && first !== 'type' && first !== 're');
    const path = open[random.whole(0, open.length)];
    if (!path) break;
    const was = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], now);
    now = replaced(now, path, random.next() < 0.15 ? undefined : hostileValue(random, was));
  }
  return now as object;
}
