import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, getCACertificates, type TLSSocket } from 'node:tls';
import { err, ok, type Result } from '@securechat/protocol';
import type { CertificateFault, DialFailure } from '../ports.ts';

/** What a server presented in its TLS handshake. */
export type PresentedCertificate = {
  readonly pin: string;
  readonly trusted: boolean;
  readonly subject: string;
  readonly expiresMs: number;
  /** Set if a trusted authority has signed the certificate, but it is not valid here and now. */
  readonly fault?: CertificateFault;
};

/** The pin of a certificate: SHA-256 of its public key (SPKI), base64url. */
function pinOf(der: Buffer): string {
  const spki = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

function parse(url: string): { host: string; port: number; servername: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // SNI is for names only (RFC 6066 section 3).
  return protocol === 'wss:' ? { host, port: Number(port || 443), servername: isIP(host) ? '' : host } : undefined;
}

/** Whether the presented chain ends at an authority that this machine trusts, whatever else is wrong with it. */
function isVouchedFor(socket: TLSSocket): boolean {
  let top = socket.getPeerCertificate(true);
  // A root is its own issuer; otherwise the chain is incomplete and unknown here.
  for (const seen = new Set<object>(); top?.issuerCertificate && !seen.has(top); top = top.issuerCertificate)
    seen.add(top);
  const raw = top?.raw;
  return raw !== undefined && getCACertificates().some((pem) => new X509Certificate(pem).raw.equals(raw));
}

/** OpenSSL reports only the last error: an expired self-signed certificate is reported as expired, too, and must not bypass the pin. */
function faultOf(
  socket: TLSSocket,
  { validFrom, validTo, subjectAltName }: X509Certificate,
): CertificateFault | undefined {
  // The type says Error, but it is a string.
  const code = String(socket.authorizationError);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = (subjectAltName ?? '').replace(/\b(DNS|IP Address):/g, '');
    return { fault: 'other-name', detail: names };
  }
  if (code !== 'CERT_HAS_EXPIRED' && code !== 'CERT_NOT_YET_VALID') return undefined;
  if (!isVouchedFor(socket)) return undefined;
  const day = (text: string) => new Date(text).toISOString().slice(0, 10);
  return code === 'CERT_HAS_EXPIRED'
    ? { fault: 'expired', detail: day(validTo) }
    : { fault: 'not-yet-valid', detail: day(validFrom) };
}

/** Connects and reads the certificate; no data has been sent when `done` is called. The returned function cancels it. */
export function handshake(
  url: string,
  { timeoutMs, pinned }: { readonly timeoutMs: number; readonly pinned: boolean },
  done: (result: Result<{ socket: TLSSocket; shown: PresentedCertificate }, DialFailure>) => void,
) {
  const target = parse(url);
  let over = false;
  const finish = (result: Result<{ socket: TLSSocket; shown: PresentedCertificate }, DialFailure>) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    done(result);
  };
  const timer = setTimeout(() => {
    socket?.destroy();
    finish(err(tooLate(timeoutMs)));
  }, timeoutMs);
  if (!target) {
    queueMicrotask(() =>
      finish(err({ kind: 'refused', detail: `${url} is not a wss:// address; nothing is sent without TLS` })),
    );
    return () => finish(err({ kind: 'unreachable', detail: 'given up' }));
  }
  // We verify the certificate ourselves, right below, by trusted authorities or by the pin. Nothing is sent before. With a pin the
  // authorities are not needed, and loading their certificates would take half the time of a first connection.
  const authorities = pinned ? { ca: [] } : {};
  const socket = connect({
    ...target,
    ...authorities,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  });
  socket.on('error', (error: Error & { code?: string }) =>
    finish(err({ kind: 'unreachable', detail: explain(error) })),
  );
  socket.once('secureConnect', () => {
    const der = socket.getPeerX509Certificate()?.raw;
    if (!der) return finish(err({ kind: 'refused', detail: 'the server presented no certificate' }));
    const certificate = new X509Certificate(der);
    const { subject, validTo } = certificate;
    const expiresMs = Date.parse(validTo);
    const fault = socket.authorized || pinned ? undefined : faultOf(socket, certificate);
    const shown = { pin: pinOf(der), trusted: socket.authorized, subject, expiresMs, ...(fault ? { fault } : {}) };
    finish(ok({ socket, shown }));
  });
  return () => {
    socket.destroy();
    finish(err({ kind: 'unreachable', detail: 'given up' }));
  };
}

/** The failure of a connection that was not made in time. */
export function tooLate(withinMs: number): DialFailure {
  return { kind: 'unreachable', detail: `no answer within ${withinMs / 1000} s` };
}

/** A connection error in words. */
export function explain(error: Error & { code?: string }): string {
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    ENOTFOUND: 'host name not found',
    EAI_AGAIN: 'name lookup failed',
    EHOSTUNREACH: 'host unreachable',
    ENETUNREACH: 'network unreachable',
    ETIMEDOUT: 'timed out',
    ECONNRESET: 'connection reset',
    ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not use TLS',
    ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server does not use TLS',
    EPROTO: 'the TLS handshake failed',
  };
  return known[error.code ?? ''] ?? error.message.replace(/[\r\n].*/s, '');
}

/** Why a server with this certificate must not be used, if so: by the pin if there is one, else by the trusted authorities. */
export function certificateProblem(shown: PresentedCertificate, pin: string | undefined): DialFailure | undefined {
  if (pin !== undefined) return shown.pin === pin ? undefined : { kind: 'pin-changed', known: pin, seen: shown.pin };
  if (shown.trusted) return undefined;
  if (shown.fault) return { kind: 'bad-certificate', seen: shown.pin, ...shown.fault };
  return { kind: 'unknown-pin', seen: shown.pin, detail: 'no certificate authority vouches for the server' };
}

/** Reads a server's key without sending it anything. */
export async function probePin(url: string, timeoutMs: number): Promise<Result<PresentedCertificate, DialFailure>> {
  return await new Promise((resolve) => {
    handshake(url, { timeoutMs, pinned: false }, (result) => {
      if (result.ok) result.value.socket.destroy();
      resolve(result.ok ? ok(result.value.shown) : result);
    });
  });
}
