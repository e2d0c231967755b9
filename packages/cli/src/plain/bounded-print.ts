/** What standard output has not taken yet may grow to this; then texts are left out until it has caught up. */
const maxUnwrittenBytes = 4 * 1024 * 1024;

/**
 * Prints texts with `put` as long as `stdout` keeps up. What comes while it is behind is left out, so that a flood cannot fill the memory,
 * and counted in one sentence once it has caught up; `reader` says there who is too slow.
 */
export function boundedPrint(
  stdout: Pick<NodeJS.WriteStream, 'writableLength' | 'once'>,
  put: (text: string) => void,
  reader: string,
): (text: string) => void {
  let leftOut = 0;
  return (text) => {
    if (leftOut === 0 && stdout.writableLength <= maxUnwrittenBytes) {
      put(text);
      return;
    }
    leftOut++;
    if (leftOut > 1) return;
    stdout.once('drain', () => {
      const what = leftOut === 1 ? '1 text was' : `${leftOut} texts were`;
      leftOut = 0;
      put(`${what} not shown: ${reader} is too slow. Read the messages with: securechat history`);
    });
  };
}
