// Runs in the writer thread: relative files and types only.

/** A decision in favour: `value` is what is to be stored. */
export const accept = <T>(value: T) => ({ ok: true, value }) as const;
/** A decision against, with the code of the reason. Nothing is stored then. */
export const refuse = <const E>(error: E) => ({ ok: false, error }) as const;
