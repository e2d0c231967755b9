/** How well a name fits to what was typed, 0 best; `undefined` when it does not. */
function fitOf(typed: string, name: string): number | undefined {
  if (name.startsWith(typed)) return 0;
  const at = name.indexOf(typed);
  if (at > 0) return /[_\W]/.test(name[at - 1] ?? '') ? 1 : 2;
  let found = -1;
  for (const letter of typed) {
    found = name.indexOf(letter, found + 1);
    if (found < 0) return undefined;
  }
  return 3;
}

/** The things whose name fits: those that begin with what was typed first, then those with a word that does, then the others, in their order. */
export function ranked<T>(typed: string, things: readonly T[], nameOf: (thing: T) => string, most: number): T[] {
  const wanted = typed.toLowerCase();
  const levels: T[][] = [[], [], [], []];
  for (const thing of things) {
    const fit = fitOf(wanted, nameOf(thing).toLowerCase());
    if (fit !== undefined) levels[fit]?.push(thing);
  }
  return levels.flat().slice(0, most);
}
