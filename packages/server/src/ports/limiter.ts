/** The budgets of the server's configuration. `password` is for password changes of logged-in users. */
export type Budget = 'message' | 'request' | 'login' | 'loginName' | 'password' | 'signup' | 'connect';
export type Spent = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

/** Whether this key may spend this much of a budget now. Counting and deciding are one step. A disabled budget always allows. */
export interface Limiter {
  spend(budget: Budget, key: string, cost?: number): Promise<Spent>;
  /** Gives back what turned out to be harmless, such as a successful log-in. */
  giveBack(budget: Budget, key: string, cost?: number): Promise<void>;
}
