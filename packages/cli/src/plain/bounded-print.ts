/** Texts are dropped while more than this is waiting to be written. */
const maxUnwrittenBytes = 4 * 1024 * 1024;

/**
 * Prints texts with `put` while `stdout` keeps up, and drops them while it does not, so that a flood cannot fill the memory. Afterwards
 * one sentence reports how many were dropped; `reader` names what is too slow.
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
      const what = leftOut === 1 ? '1 entry was' : `${leftOut} entries were`;
      leftOut = 0;
      put(`${what} not shown: ${reader} is too slow. Read the messages with: securechat history`);
    });
  };
}
