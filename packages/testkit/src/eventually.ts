/**
 * How long tests wait for what should happen, in milliseconds. It only ends a test that would otherwise wait for ever: it promises nothing
 * about the product's speed, so that a busy machine changes no result. Set `SECURECHAT_TEST_WAIT_MS` to see a failure sooner.
 */
export const waitMs = Number(process.env.SECURECHAT_TEST_WAIT_MS ?? 180_000);

/** The pauses between two looks, in milliseconds: short at first, then longer, because a look may start a program. */
const [firstPauseMs, longestPauseMs] = [5, 50];

/**
 * Polls `look` until it returns something other than undefined and false. Throws after `withinMs` with what `look`
 * last threw, or with `what`, which may describe the state at that moment.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { withinMs = waitMs, what = 'it never came true' }: { withinMs?: number; what?: string | (() => string) } = {},
): Promise<Exclude<T, undefined | false>> {
  const endMs = performance.now() + withinMs;
  let last: unknown;
  let pauseMs = firstPauseMs;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>;
    } catch (thrown) {
      last = thrown;
    }
    if (performance.now() > endMs) throw last ?? new Error(typeof what === 'string' ? what : what());
    await new Promise((resume) => setTimeout(resume, pauseMs));
    pauseMs = Math.min(1.5 * pauseMs, longestPauseMs);
  }
}
