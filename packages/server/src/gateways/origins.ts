import { isIP } from 'node:net';

/** The hosts and origins that requests may have. */
export type Hosts = {
  /** Names of this server: lower case, without port. */
  readonly names: ReadonlySet<string>;
  /** Origins of other pages that may connect, as browsers write them: `https://chat.example.org`. */
  readonly origins: ReadonlySet<string>;
};

/** Whether a `Host` header names this server. An IP address always does, because a page cannot be rebound to one. */
export function isOwnHost(header: string | undefined, hosts: Hosts): boolean {
  const host = hostname(header);
  return host !== undefined && (isIP(host.replace(/^\[|\]$/g, '')) > 0 || hosts.names.has(host));
}

/**
 * Whether a page of this origin may open a socket: the page of this server, or one of the list. Programs send no origin (RFC 6455 section
 * 10.2).
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
