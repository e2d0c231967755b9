import { err, ok, type Result } from '@securechat/protocol/result';
import { typedUserName } from '@securechat/protocol/typed-name';
import { isUserName, userNameRule } from './user-name.ts';

/** The address of a server with default settings on this machine. */
export const defaultServer = 'wss://127.0.0.1:8443';
const defaultPort = '8443';

/** A parsed invite link. */
type InviteLink = { readonly url: string; readonly pin: string; readonly invite?: string };

/** True if a text has the form of a pin: the SHA-256 of a public key in base64url. */
export function isPin(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** `host:port`, as shown to users. */
export function serverName(url: string): string {
  return url.replace(/^wss:\/\//, '');
}

/** Whether a text is an IPv6 address without brackets. */
function isIPv6(text: string): boolean {
  return URL.canParse(`https://[${text}]`);
}

function parseUrl(text: string): URL | undefined {
  // The URL parser does not validate the host of an unknown scheme; with https it is checked and normalized.
  const https = text.replace(/^(wss|securechat):\/\//i, 'https://');
  return URL.canParse(https) ? new URL(https) : undefined;
}

/**
 * Normalizes a server name to `wss://host:port`. Takes `host`, `host:port`, `https://…` and `wss://…`; without a scheme the port
 * defaults to 8443, with one to 443.
 */
export function parseServer(text: string): Result<string, string> {
  const given = text.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme === 'ws' || scheme === 'http') {
    return err(`${scheme}:// is not encrypted. SecureChat only uses encrypted connections: wss://`);
  }
  if (scheme === 'securechat') return err("That is an invite link. Use it with: securechat join 'LINK'");
  if (scheme !== undefined && scheme !== 'wss' && scheme !== 'https') {
    return err(`${scheme}:// is not a server address. Use HOST, HOST:PORT or wss://HOST:PORT.`);
  }
  const url = parseUrl(scheme === undefined ? `https://${given}` : given);
  if (!url?.hostname || url.port === '0') {
    // Without brackets the address cannot be separated from the port.
    const use = isIPv6(given)
      ? `Put an IPv6 address in brackets: [${given}].`
      : 'Use HOST, HOST:PORT or wss://HOST:PORT.';
    return err(`"${given}" is not an address. ${use}`);
  }
  if (url.username || url.password || url.search || url.hash) {
    return err('A server address is only a host and a port, without a password, query or fragment.');
  }
  const bare = scheme === undefined && !/:\d+\/*$/.test(given.replace(/^\[[^\]]*\]/, ''));
  const port = url.port || (bare ? defaultPort : '443');
  const path = url.pathname.replace(/\/+$/, '');
  return ok(`wss://${url.hostname}:${port}${path}`);
}

/** A server, and an account there if one is named. */
export type ServerPlace = { readonly url: string; readonly user?: string };

/** Parses `HOST` or `NAME@HOST`, with any host that `parseServer` takes. The error is a sentence. */
export function parsePlace(text: string): Result<ServerPlace, string> {
  const [, scheme = '', name, rest = ''] = /^((?:wss|https):\/\/)?([^@:/]*)@(.*)$/is.exec(text.trim()) ?? [];
  const url = parseServer(name === undefined ? text : `${scheme}${rest}`);
  if (!url.ok || name === undefined) return url.ok ? ok({ url: url.value }) : url;
  const user = typedUserName(name);
  return isUserName(user) ? ok({ url: url.value, user }) : err(`"${name}" is not a user name. ${userNameRule}`);
}

/** Parses `securechat://host:port/#pin=…&invite=…`. */
export function parseInviteLink(text: string): Result<InviteLink, string> {
  const wrong = err('That is not an invite link. One looks like this: securechat://HOST:PORT/#pin=…&invite=…');
  if (!/^securechat:\/\//i.test(text.trim())) return wrong;
  const url = parseUrl(text.trim());
  if (!url?.hostname || url.username || url.password || url.search) return wrong;
  const rest = new URLSearchParams(url.hash.slice(1));
  const pin = rest.get('pin') ?? '';
  if (!isPin(pin)) return err("The pin in that link is missing or cut off. Quote the link: 'securechat://…'");
  const invite = rest.get('invite');
  // The scheme has a default port of its own; as for https, the parser has dropped an explicit 443.
  const port = url.port || (/:443(\/|#|$)/.test(text) ? '443' : defaultPort);
  return ok({ url: `wss://${url.hostname}:${port}`, pin, ...(invite ? { invite } : {}) });
}
