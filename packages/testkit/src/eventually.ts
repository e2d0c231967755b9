/**
 * Polls `look` every few milliseconds until it returns something other than undefined and false. Throws after `withinMs` with what `look`
 * last threw, or with `what`, which may describe the state at that moment. The limit only ends a test that would otherwise wait forever: it
 * promises nothing about the product's speed, so that a busy machine changes no result.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { withinMs = 180_000, what = 'it never came true' }: { withinMs?: number; what?: string | (() => string) } = {},
): Promise<Exclude<T, undefined | false>> {
  const endMs = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>;
    } catch (thrown) {
      last = thrown;
    }
    if (performance.now() > endMs) throw last ?? new Error(typeof what === 'string' ? what : what());
    await new Promise((resume) => setTimeout(resume, 5));
  }
}
