import type { Store } from '../../ports/store.ts';

/** What the store's method of this name is asked. */
export type Ask<Name extends keyof Store> = Store[Name] extends (ask: infer A) => unknown ? A : never;
/** What the store's method of this name answers. */
export type Answer<Name extends keyof Store> = Store[Name] extends (...ask: never[]) => Promise<infer A> ? A : never;
