import { loadCertificate } from '../../packages/server/src/adapters/certificate.ts';
import { temporaryFolder } from './folder.ts';

/** A certificate that every peer presents: of the same kind as our server's own, created once per run. */
export type PeerCertificate = { readonly keyFile: string; readonly certFile: string; readonly cert: string };

async function make(): Promise<PeerCertificate> {
  const { path } = temporaryFolder();
  const made = await loadCertificate({ certsDir: path, hosts: ['localhost'], nowMs: Date.now() });
  if (!made.ok) throw new Error(made.error);
  return { keyFile: `${path}/server-key.pem`, certFile: `${path}/server-cert.pem`, cert: made.value.cert };
}

let made: Promise<PeerCertificate> | undefined;

/** The certificate of this run's peers. */
export function peerCertificate(): Promise<PeerCertificate> {
  made ??= make();
  return made;
}
