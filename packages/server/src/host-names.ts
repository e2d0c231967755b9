import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * A host name as certificates and `Host` headers contain it: lower case, international names in their ASCII form (`xn--…`); an IP address
 * unchanged. Undefined for anything else, such as a name with a port.
 */
export function toHostName(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) > 0) return bare;
  // Checked first, because `domainToASCII` cuts at some of these characters instead of refusing them.
  return /[\s/?#@:\\%]/.test(text) ? undefined : domainToASCII(text.toLowerCase()) || undefined;
}

/** A web page's origin as browsers send it: `https://chat.example.org`. Undefined for anything else. */
export function toOrigin(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, search, hash } = new URL(text);
  return pathname === '/' && search === '' && hash === '' ? origin : undefined;
}
