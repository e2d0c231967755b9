import type { Store } from '../../ports/store.ts';

/** The argument of the store's method of this name. */
export type Ask<Name extends keyof Store> = Store[Name] extends (ask: infer A) => unknown ? A : never;
/** The result of the store's method of this name. */
export type Answer<Name extends keyof Store> = Store[Name] extends (...ask: never[]) => Promise<infer A> ? A : never;
