/** The outcome of something that may be refused: the value, or the reason. Expected failures are values; a throw is a bug. */
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

/** Ends an exhaustive switch: does not compile while a case is missing, and throws if it is reached anyway. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
