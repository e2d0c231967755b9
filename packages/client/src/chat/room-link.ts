/** The code of a link to a room, and the server of which it is, as `host:port`; without a server for a code alone. */
export type RoomCode = { readonly code: string; readonly server: string | undefined };

/** 128 bits in base64url. */
const codeAlone = /^[\w-]{22}$/;
const link = /^(?:https|wss|securechat):\/\/([^\s/?#]+)[^\s?#]*#(?:[^\s#]*&)?join=([\w-]{22})(?:&[^\s#]*)?$/i;

/**
 * The link with which one person can join a room: `https://chat.example.org:8443/#join=CODE`. A browser opens the page of the server with
 * it; what is after the `#` is not sent. `server` is its address, `wss://…`.
 */
export function roomLink(server: string, code: string): string {
  return `${server.replace(/^wss:/, 'https:').replace(/\/$/, '')}/#join=${code}`;
}

/** The code in a link to a room, or a code alone; undefined for any other text. */
export function roomCodeIn(text: string): RoomCode | undefined {
  const given = text.trim();
  if (codeAlone.test(given)) return { code: given, server: undefined };
  const [, server, code] = link.exec(given) ?? [];
  return server === undefined || code === undefined ? undefined : { code, server: server.toLowerCase() };
}

/** Whether a code is of this server, `wss://host:port` or `host:port`, as far as the link says. */
export function isCodeOf({ server }: RoomCode, url: string): boolean {
  const host = url.replace(/^wss:\/\//, '').replace(/\/.*$/, '');
  const bare = (text: string) => text.toLowerCase().replace(/:443$/, '');
  return server === undefined || bare(server) === bare(host);
}
