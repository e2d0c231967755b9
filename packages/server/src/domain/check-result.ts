/**
 * The result of one check. `failed`: `serve` does not start. `warning`: it starts, but something needs the operator. `say` is a sentence:
 * what was found, and what to do about it.
 */
export type CheckResult = { readonly level: 'ok' | 'warning' | 'failed'; readonly message: string };

/** Who asks for a check. `doctor` reads whole databases, and expects that there is one; `serve` may begin with an empty one if `fresh`. */
export type Asker = { readonly command: 'doctor' } | { readonly command: 'serve'; readonly fresh: boolean };

/** All is as it should be. */
export const passed = (message: string): CheckResult => ({ level: 'ok', message });
/** The server starts, but its operator should know. */
export const warning = (message: string): CheckResult => ({ level: 'warning', message });
/** The server cannot start like this. */
export const failed = (message: string): CheckResult => ({ level: 'failed', message });
