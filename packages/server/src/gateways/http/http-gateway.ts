import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Hosts, isOwnHost } from '../origins.ts';

/** The manifest that the page's build wrote: file → how to serve it. */
const manifest = v.record(v.string(), v.object({ type: v.string(), immutable: v.boolean() }));

type File = { readonly type: string; readonly immutable: boolean; readonly bytes: Buffer };

/** Only our own files run, no page may frame us, and no referrer is sent. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Reads the built page from a folder; undefined if there is none. */
export function readPage(folder: string): ReadonlyMap<string, File> | undefined {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return undefined;
  const files = new Map<string, File>();
  for (const [name, how] of Object.entries(v.parse(manifest, JSON.parse(readFileSync(path, 'utf8'))))) {
    files.set(name === 'index.html' ? '/' : `/${name}`, { ...how, bytes: readFileSync(join(folder, name)) });
  }
  return files;
}

/** Answers plain HTTPS requests: the page, and `/healthz`. */
export function startHttpGateway(
  server: Server,
  parts: { readonly page: ReadonlyMap<string, File>; readonly hosts: Hosts; readonly healthy: () => boolean },
): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = (status: number, type: string, body: Buffer | string, more: Record<string, string> = {}) => {
      response.writeHead(status, {
        ...headers,
        'content-type': type,
        'content-length': Buffer.byteLength(body),
        ...more,
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const text = (status: number, body: string, more: Record<string, string> = {}) =>
      answer(status, 'text/plain; charset=utf-8', `${body}\n`, { 'cache-control': 'no-store', ...more });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return text(405, 'Only GET and HEAD are allowed.', { allow: 'GET, HEAD' });
    }
    if (path === '/healthz') {
      const healthy = parts.healthy();
      return answer(healthy ? 200 : 503, 'application/json', `{"status":"${healthy ? 'ok' : 'stopping'}"}\n`, {
        'cache-control': 'no-store',
      });
    }
    if (!isOwnHost(request.headers.host, parts.hosts)) {
      return text(421, "Unknown host name. The server's operator can add it with --name.");
    }
    if (path === '/ws') return text(426, 'Only WebSocket connections are accepted here.', { upgrade: 'websocket' });
    const file = parts.page.get(path);
    if (!file) return text(404, 'Not found. The page is at /.');
    answer(200, file.type, file.bytes, {
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-store',
    });
  });
}
