import { isIP } from 'node:net';

/** Which hosts and origins requests may name. */
export type Hosts = {
  /** Names of this server: lower case, without port. */
  readonly names: ReadonlySet<string>;
  /** Other pages that may connect, as browsers write them: `https://chat.example.org`. */
  readonly origins: ReadonlySet<string>;
};

/** Whether a `Host` header names this server. An address always does: a page cannot be rebound to one. */
export function isOwnHost(header: string | undefined, hosts: Hosts): boolean {
  const host = hostname(header);
  return host !== undefined && (isIP(host.replace(/^\[|\]$/g, '')) > 0 || hosts.names.has(host));
}

/**
 * Whether a page of this origin may open a socket: the page of this very server, or one of the list; programs send no origin
 * (RFC 6455 section 10.2).
 */
export function mayConnect(origin: string | undefined, hostHeader: string | undefined, hosts: Hosts): boolean {
  if (origin === undefined) return true;
  const named = origin.toLowerCase();
  if (hosts.origins.has(named)) return true;
  return isOwnHost(hostHeader, hosts) && named === `https://${hostHeader?.toLowerCase()}`;
}

function hostname(header: string | undefined): string | undefined {
  if (!header || !URL.canParse(`https://${header}`)) return undefined;
  const { hostname, pathname, username } = new URL(`https://${header}`);
  return pathname === '/' && username === '' ? hostname : undefined;
}
