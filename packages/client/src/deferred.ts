/** People who wait for one thing to be decided, perhaps more than once over time. */
export class Deferred<T> {
  #waiting: ((value: T) => void)[] = [];

  /** Resolves with the next decision. */
  next(): Promise<T> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  resolve(value: T): void {
    for (const resolve of this.#waiting.splice(0)) resolve(value);
  }
}
