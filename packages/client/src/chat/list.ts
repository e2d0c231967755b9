/** A list that is read and never changed. Arrays are such lists, too. */
export interface List<T> extends Iterable<T> {
  readonly length: number;
  /** The item at this place; from the end when negative. */
  at(index: number): T | undefined;
}

/** What lists that came of one another share: items are only ever added at the ends. */
type Store<T> = { readonly front: T[]; readonly back: T[] };

/**
 * A list that grows at both ends: what is added costs the same however long it is, and older values of it stay as they were. (An
 * array of 100,000 lines copied for each that comes would be 800 kB of garbage a line.)
 */
class Growing<T> implements List<T> {
  readonly #store: Store<T>;
  /** How many of the shared front (newest last, so read backwards) and back belong to this list, and where each begins. */
  readonly #frontCount: number;
  readonly #backFrom: number;
  readonly #backTo: number;

  constructor(store: Store<T>, frontCount: number, backFrom: number, backTo: number) {
    this.#store = store;
    this.#frontCount = frontCount;
    this.#backFrom = backFrom;
    this.#backTo = backTo;
  }

  get length(): number {
    return this.#frontCount + this.#backTo - this.#backFrom;
  }

  at(index: number): T | undefined {
    const i = index < 0 ? this.length + index : index;
    if (i < 0 || i >= this.length) return undefined;
    if (i < this.#frontCount) return this.#store.front[this.#frontCount - 1 - i];
    return this.#store.back[this.#backFrom + i - this.#frontCount];
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i) as T;
  }

  append(items: readonly T[]): Growing<T> {
    const { back } = this.#store;
    if (back.length !== this.#backTo) return growing(this).append(items);
    for (const item of items) back.push(item);
    return new Growing(this.#store, this.#frontCount, this.#backFrom, this.#backTo + items.length);
  }

  prepend(items: readonly T[]): Growing<T> {
    const { front } = this.#store;
    if (front.length !== this.#frontCount || this.#backFrom > 0) return growing(this).prepend(items);
    for (let i = items.length - 1; i >= 0; i--) front.push(items[i] as T);
    return new Growing(this.#store, this.#frontCount + items.length, this.#backFrom, this.#backTo);
  }

  /** Without its oldest items; their memory is given back now and then. */
  last(most: number): Growing<T> {
    const over = this.length - most;
    if (over <= 0) return this;
    const dropped = this.#backFrom + over;
    const waste = this.#frontCount > 0 || dropped > most;
    if (waste) return growing([...this].slice(over));
    return new Growing(this.#store, 0, dropped, this.#backTo);
  }
}

function growing<T>(list: List<T>): Growing<T> {
  if (list instanceof Growing) return new Growing({ front: [], back: [...list] }, 0, 0, list.length);
  const back = [...list];
  return new Growing({ front: [], back }, 0, 0, back.length);
}

const asGrowing = <T>(list: List<T>): Growing<T> => (list instanceof Growing ? list : growing(list));

/** The list with these at its end, without its oldest beyond `most`. The list itself stays as it was. */
export function appended<T>(list: List<T>, items: readonly T[], most: number): List<T> {
  return asGrowing(list).append(items).last(most);
}

/** The list with these at its beginning. The list itself stays as it was. */
export function prepended<T>(list: List<T>, items: readonly T[]): List<T> {
  return asGrowing(list).prepend(items);
}
