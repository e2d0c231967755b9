import type { CertificateFault, DialFailure } from '../ports.ts';

/** What is wrong with a server's certificate, and what to do about it. */
function sayCertificateFault({ fault, detail }: CertificateFault): string {
  switch (fault) {
    case 'expired':
      return `The server's certificate expired on ${detail}. Check this machine's clock; if it is right, ask the operator to renew the certificate.`;
    case 'not-yet-valid':
      return `The server's certificate is not valid before ${detail}. Check this machine's clock; if it is right, ask the operator.`;
    default:
      return `The server's certificate is for another name: ${detail}. Check the address.`;
  }
}

/** Why a connection could not be made, as a sentence. */
export function sayDialFailure(failure: DialFailure): string {
  switch (failure.kind) {
    case 'unreachable':
      return `Cannot reach the server: ${failure.detail}.`;
    case 'unknown-pin':
      return `The server's certificate is not trusted, and its pin is unknown: ${failure.seen}.`;
    case 'pin-changed':
      return `The server's key is not the pinned one. Pinned: ${failure.known}. Received: ${failure.seen}.`;
    case 'bad-certificate':
      return sayCertificateFault(failure);
    case 'invalid-frame':
      return `Disconnected: the server sent an invalid frame (${failure.detail}). Update securechat, or report this to the server's operator.`;
    default:
      return `The server refused the connection: ${failure.detail}.`;
  }
}
