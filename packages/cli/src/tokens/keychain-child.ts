import { text } from 'node:stream/consumers';
import keytar from 'keytar';

type Request = {
  readonly op: 'get' | 'set' | 'delete';
  readonly service: string;
  readonly account: string;
  readonly secret?: string;
};

/**
 * On Linux only the Secret Service will do. By default the library falls back to the kernel's keyring, which loses everything
 * at a restart and belongs to one log-in session: a token "in the keychain" would be gone, or unreadable from the next shell.
 */
async function answer(request: Request): Promise<string | null> {
  const entry = new keytar.AsyncEntry(request.service, request.account, { linux: { store: 'secret-service' } });
  if (request.op === 'get') return await entry.getPassword();
  if (request.op === 'set') await entry.setPassword(request.secret ?? '');
  else await entry.deletePassword();
  return null;
}

// One question on stdin, one answer on stdout: the token is never in argv, where every user of the machine could read it.
try {
  const value = await answer(JSON.parse(await text(process.stdin)) as Request);
  process.stdout.write(JSON.stringify({ ok: true, value }));
} catch (thrown) {
  process.stdout.write(JSON.stringify({ ok: false, say: String((thrown as Error).message ?? thrown).slice(0, 300) }));
}
