/** The outcome of something that may be refused: the value, or why not. A throw is a bug; this is not. */
export type Result<T, E> = Ok<T> | Err<E>;
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };

/** Wraps a value as a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps a reason as a refusal. */
export function err<const E>(error: E): Err<E> {
  return { ok: false, error };
}

/** Ends an exhaustive switch: does not compile while a case is missing, throws if reached all the same. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
