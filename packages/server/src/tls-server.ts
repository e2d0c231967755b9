import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '@securechat/protocol';
import { loadCertificate } from './adapters/certificate.ts';
import type { Config } from './config.ts';
import type { Log } from './ports/log.ts';

/** The HTTPS server with its deadlines: slow headers and handshakes are cut off. */
export function createTlsServer(key: string, cert: string): Server {
  // How often deadlines are checked; with Node's default of 30 s a deadline of 10 s could last 40.
  const connectionsCheckingInterval = 5000;
  const server = createServer({
    key,
    cert,
    minVersion: 'TLSv1.2',
    handshakeTimeout: 10_000,
    connectionsCheckingInterval,
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  server.keepAliveTimeout = 5000;
  server.maxHeadersCount = 64;
  server.on('tlsClientError', (_, socket) => socket.destroy());
  return server;
}

/** Why a server cannot listen, as a sentence for its operator. */
export function listenRefusal(error: Error & { code?: string }, { host, port }: Pick<Config, 'host' | 'port'>): string {
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the program that uses it, or choose another with --port.`,
    EACCES: `Port ${port} is not allowed for this user. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Choose another with --host.`,
    ENOTFOUND: `Unknown host name ${host}. Choose an address with --host.`,
  };
  return why[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}.`;
}

/** Listens and returns the port. The error is a sentence. */
export async function listen(server: Server, { host, port }: Config): Promise<Result<number, string>> {
  return await new Promise((resolve) => {
    server.once('error', (error) => resolve(err(listenRefusal(error, { host, port }))));
    server.listen({ host, port }, () => resolve(ok((server.address() as AddressInfo).port)));
  });
}

/** The certificate of a running server: read again on request, and often enough that its own one never expires. */
export class LiveCertificate {
  readonly #server: Server;
  readonly #from: { readonly certsDir: string; readonly hosts: readonly string[] };
  readonly #log: Log;
  readonly #nowMs: () => number;
  #current: { readonly cert: string; readonly key: string; readonly pin: string };

  constructor(parts: {
    readonly server: Server;
    readonly from: { readonly certsDir: string; readonly hosts: readonly string[] };
    readonly log: Log;
    readonly nowMs: () => number;
    readonly current: { readonly cert: string; readonly key: string; readonly pin: string };
  }) {
    this.#server = parts.server;
    this.#from = parts.from;
    this.#log = parts.log;
    this.#nowMs = parts.nowMs;
    this.#current = parts.current;
  }

  get pin(): string {
    return this.#current.pin;
  }

  /**
   * Reads the files again, renews the server's own certificate in its last 30 days, and uses the result for new connections. If that fails,
   * the one in use stays. Returns what happened, as a sentence.
   */
  async reload(): Promise<string> {
    const loaded = await loadCertificate({ ...this.#from, nowMs: this.#nowMs(), mustExist: true });
    if (!loaded.ok) {
      this.#log.error('certificate not reloaded', { reason: loaded.error });
      return `The certificate was not reloaded, the one in use stays: ${loaded.error}`;
    }
    const { cert, key, pin, made } = loaded.value;
    const before = this.#current;
    if (cert !== before.cert || key !== before.key) {
      this.#server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
      this.#current = { cert, key, pin };
    }
    const validUntil = new Date(loaded.value.expiresMs).toISOString();
    this.#log.info(made ? 'certificate renewed' : 'certificate reloaded', { pin, validUntil });
    if (pin === before.pin) return `Certificate reloaded. It is valid until ${validUntil.slice(0, 10)}.`;
    this.#log.warn('the pin has changed', { from: before.pin, to: pin });
    return `Certificate reloaded, with another key. The new pin is ${pin}`;
  }
}
