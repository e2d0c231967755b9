import { isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { isLoopback } from './config.ts';

/** An address as it is written in a URL. */
function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/**
 * The address that people type to reach this server: the operator's name for it, the address it listens on, or this machine's first one.
 */
export function publicAddress(host: string, names: readonly string[], port: number): string {
  const listens = host !== '0.0.0.0' && host !== '::' ? host : undefined;
  const first = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find((i) => !i.internal && i.family === 'IPv4');
  return `${inUrl(names[0] ?? listens ?? first?.address ?? hostname())}:${port}`;
}

/** All names of this server in `Host` headers and in its certificate. */
export function ownNames(host: string, names: readonly string[]): string[] {
  const own = isLoopback(host) ? [] : [host.toLowerCase()];
  return [...new Set(['localhost', hostname().toLowerCase(), ...own, ...names])].filter(
    (n) => n !== '0.0.0.0' && n !== '::',
  );
}
