const digits = 15;
/** Not `@`, with which a text would mention somebody: most messages mention nobody. */
const mark = '~';
const markByte = mark.charCodeAt(0);

/** The clock shared by all threads of a process, in microseconds. */
export function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** A text of 100 characters that contains the time at which it was due. */
export function stamped(atUs: number): string {
  return `${mark}${String(Math.round(atUs)).padStart(digits, '0')}${mark}${filler}`;
}

const filler = 'x'.repeat(100 - digits - 2);

/** The time in a text that is somewhere in `buffer[from..to)`; undefined if there is none. */
export function stampIn(buffer: Buffer, from: number, to: number): number | undefined {
  for (let at = from; at + digits + 1 < to; at++) {
    if (buffer[at] !== markByte || buffer[at + digits + 1] !== markByte) continue;
    let value = 0;
    for (let i = at + 1; i <= at + digits; i++) value = value * 10 + (buffer[i] ?? 0) - 48;
    return value;
  }
  return undefined;
}
