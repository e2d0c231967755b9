/**
 * The result of one check. `failed`: `serve` does not start. `warning`: it starts, but the operator should act. `message` is a sentence:
 * what was found, and what to do about it.
 */
export type CheckResult = { readonly level: 'ok' | 'warning' | 'failed'; readonly message: string };

/** The command that runs a check. `doctor` reads whole databases and expects one; `serve` may start with an empty one if `fresh`. */
export type Asker = { readonly command: 'doctor' } | { readonly command: 'serve'; readonly fresh: boolean };

/** No problem was found. */
export const passed = (message: string): CheckResult => ({ level: 'ok', message });
/** The server starts, but its operator should act. */
export const warning = (message: string): CheckResult => ({ level: 'warning', message });
/** The server cannot start. */
export const failed = (message: string): CheckResult => ({ level: 'failed', message });
