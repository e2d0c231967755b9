/** What may be spent: a budget of the server's configuration. `password` is for changes of it, by those who are logged in. */
export type Budget = 'message' | 'request' | 'login' | 'loginName' | 'password' | 'signup' | 'connect';
export type Spent = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

/** May this key spend this much of a budget now? Counting and deciding are one step. A budget that is switched off always allows. */
export interface Limiter {
  spend(budget: Budget, key: string, cost?: number): Promise<Spent>;
  /** Takes back what was spent, where it turned out to be harmless: a log-in that succeeded. */
  giveBack(budget: Budget, key: string, cost?: number): Promise<void>;
}
