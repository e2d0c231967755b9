import { generate } from 'selfsigned';

const yearMs = 365 * 24 * 60 * 60 * 1000;
const nowMs = Date.now();
/** A key and its certificate, as PEM. */
type Made = { readonly private: string; readonly cert: string };

/** A certificate that is valid between these years from now, for these names; issued by an authority, or self-signed. */
export async function makeCertificate(
  name: string,
  [from, to]: readonly [number, number],
  altNames?: readonly string[],
  ca?: Made,
): Promise<Made> {
  const names = altNames?.map((value) => (/^\d/.test(value) ? { type: 7, ip: value } : { type: 2, value }));
  const extensions = names
    ? [{ name: 'subjectAltName', altNames: names }]
    : [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ];
  return await generate([{ name: 'commonName', value: name }], {
    ...{ keyType: 'ec', curve: 'P-256', algorithm: 'sha256' },
    notBeforeDate: new Date(nowMs + from * yearMs),
    notAfterDate: new Date(nowMs + to * yearMs),
    ...(ca ? { ca: { key: ca.private, cert: ca.cert } } : {}),
    extensions,
  } as Parameters<typeof generate>[1]);
}
