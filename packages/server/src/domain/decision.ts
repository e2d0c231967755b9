// Runs in the writer thread: relative files and types only.

/** An accepting decision; `value` is what to store. */
export const accept = <T>(value: T) => ({ ok: true, value }) as const;
/** A refusing decision with its code. Nothing is stored. */
export const refuse = <const E>(error: E) => ({ ok: false, error }) as const;
