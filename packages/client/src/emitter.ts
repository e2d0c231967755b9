/** Calls all subscribers. A listener that subscribes or unsubscribes during a call affects only the next one. */
export class Emitter<A extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...args: A) => void>();

  get isUnused(): boolean {
    return this.#listeners.size === 0;
  }

  readonly emit = (...args: A): void => {
    for (const listener of [...this.#listeners]) listener(...args);
  };

  /** The returned function unsubscribes. */
  readonly subscribe = (listener: (...args: A) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}
