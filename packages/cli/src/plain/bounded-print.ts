/** Texts are left out while more than this is waiting to be written. */
const maxUnwrittenBytes = 4 * 1024 * 1024;

/**
 * Prints texts with `put` while `stdout` keeps up. Texts that come while it is behind are left out, so that a flood cannot fill the memory.
 * Once it has caught up, one sentence says how many; `reader` names what is too slow.
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
