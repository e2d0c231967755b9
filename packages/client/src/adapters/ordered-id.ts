/**
 * A UUID of version 7 (RFC 9562): the time, then chance. A server keeps the ids of each author in order, and forever; those that come
 * in order lie together, where random ones touch another page of its index each.
 */
export function orderedId(nowMs: number, random: string): string {
  const time = nowMs.toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
