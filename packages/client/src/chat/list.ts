/** An immutable list. Arrays are such lists, too. */
export interface List<T> extends Iterable<T> {
  readonly length: number;
  /** The item at this index; from the end if negative. */
  at(index: number): T | undefined;
}

/** Storage shared by lists derived from each other: items are only ever added at the ends. */
type Store<T> = { readonly front: T[]; readonly back: T[] };

/**
 * A list that grows at both ends in constant time, while older versions of it stay valid. (Copying an array of 100,000 lines for each new
 * one would be 800 kB of garbage per line.)
 */
class Growing<T> implements List<T> {
  readonly #store: Store<T>;
  /** How many items of the shared front (newest last, so read backwards) and back belong to this list, and where each starts. */
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

  /** Without its oldest items; their memory is released from time to time. */
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

/** The list with these items at its end, without the oldest beyond `most`. The list itself does not change. */
export function appended<T>(list: List<T>, items: readonly T[], most: number): List<T> {
  return asGrowing(list).append(items).last(most);
}

/** The list with these items at its beginning. The list itself does not change. */
export function prepended<T>(list: List<T>, items: readonly T[]): List<T> {
  return asGrowing(list).prepend(items);
}
