/** A value that several callers await; it can be resolved repeatedly over time. */
export class Deferred<T> {
  #waiting: ((value: T) => void)[] = [];

  /** Resolves with the next value. */
  next(): Promise<T> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  resolve(value: T): void {
    for (const resolve of this.#waiting.splice(0)) resolve(value);
  }
}
