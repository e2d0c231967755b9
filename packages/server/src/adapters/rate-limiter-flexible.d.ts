// Two modules of rate-limiter-flexible by path: its index does not export the base class of its stores, and loads every database's store.
declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  import { RateLimiterRes } from 'rate-limiter-flexible';
  export default RateLimiterRes;
}

declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import { type RateLimiterRes, RateLimiterStoreAbstract as Typed } from 'rate-limiter-flexible';

  /** The base class of the library's stores, with the four methods that a store must implement. `Stored` is its record of one key. */
  export default abstract class RateLimiterStoreAbstract<Stored> extends Typed {
    /** `duration` is in seconds; 0 means forever. */
    constructor(options: { points: number; duration: number; keyPrefix: string });
    /** Adds the points, which may be negative; with `forceExpire` sets them, in a window that begins now. 0 ms means forever. */
    protected abstract _upsert(key: string, points: number, msDuration: number, forceExpire: boolean): Promise<Stored>;
    protected abstract _get(key: string): Promise<Stored | null>;
    /** Resolves with false if there was no record. */
    protected abstract _delete(key: string): Promise<boolean>;
    protected abstract _getRateLimiterRes(key: string, changedPoints: number, stored: Stored): RateLimiterRes;
  }
}
