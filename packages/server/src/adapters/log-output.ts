import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** The destination of log lines. Never throws and never blocks: a line that cannot be written is dropped and counted. */
export type LogOutput = {
  write(line: string): void;
};

/** Bytes that may be queued for a stalled reader. */
const maxWaitingBytes = 1024 * 1024;

const lostLine = (lines: number): string =>
  `${JSON.stringify({ level: 40, time: new Date().toISOString(), lines, msg: 'lines of the log were lost' })}\n`;

/** Files and terminals: written synchronously, so that nothing is lost when the process ends. */
function createFileOutput(fd: number): LogOutput {
  let lost = 0;
  /** The last write stopped in the middle of a line. */
  let torn = false;
  const append = (line: string): void => {
    let left = Buffer.from(torn ? `\n${line}` : line);
    while (left.length > 0) {
      left = left.subarray(writeSync(fd, left));
      torn = left.length > 0;
    }
  };
  return {
    write(line) {
      try {
        if (lost > 0) append(lostLine(lost));
        lost = 0;
        append(line);
      } catch {
        // The disk is full, or the terminal is gone. The next line is tried again.
        lost++;
      }
    },
  };
}

const ignore = (): void => {};

/** Pipes and sockets: writes are asynchronous and bounded, so that a stalled reader cannot block the process. */
function createPipeOutput(stream: NodeJS.WritableStream & { readonly writableLength: number }): LogOutput {
  let lost = 0;
  // The reader is gone. The stream drops later writes.
  if (stream.listenerCount('error', ignore) === 0) stream.on('error', ignore);
  return {
    write(line) {
      if (stream.writableLength > maxWaitingBytes) {
        lost++;
        return;
      }
      if (lost > 0) stream.write(lostLine(lost));
      lost = 0;
      stream.write(line);
    },
  };
}

function isPipe(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}

/** The output behind a file descriptor. */
export function createLogOutput(fd: number): LogOutput {
  if (!isPipe(fd)) return createFileOutput(fd);
  return createPipeOutput(fd === 2 ? process.stderr : new Socket({ fd, readable: false }).unref());
}
