/** What may be spent: names a budget of the server's configuration. */
export type Budget = 'message' | 'request' | 'login' | 'loginName' | 'signup' | 'connect';
export type Spent = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

/** May this key spend this much of a budget now? Counting and deciding are one step. A budget that is switched off always allows. */
export interface Limiter {
  spend(budget: Budget, key: string, cost?: number): Promise<Spent>;
  /** Takes back what was spent, where it turned out to be harmless: a log-in that succeeded. */
  giveBack(budget: Budget, key: string, cost?: number): Promise<void>;
}
