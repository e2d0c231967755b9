/**
 * A UUID of version 7 (RFC 9562): the time, then random bits. Servers store ids for ever in an index, where ordered ones are adjacent while
 * each random one would touch another page.
 */
export function orderedId(nowMs: number, random: string): string {
  const time = nowMs.toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
