import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import keytar from 'keytar';

type Request = {
  readonly op: 'get' | 'set' | 'delete';
  readonly service: string;
  readonly account: string;
  readonly secret?: string;
};

/**
 * On Linux only the Secret Service is used. By default the library falls back to the kernel's keyring, which is lost at a restart and
 * belongs to one log-in session: a token there would be gone, or unreadable from the next shell.
 */
async function answer(request: Request): Promise<string | null> {
  const entry = new keytar.AsyncEntry(request.service, request.account, { linux: { store: 'secret-service' } });
  if (request.op === 'get') return await entry.getPassword();
  if (request.op === 'set') await entry.setPassword(request.secret ?? '');
  else await entry.deletePassword();
  return null;
}

/** Reads the request synchronously, without Node's streams: this process answers one, and a command waits for it. */
async function answerStdin(): Promise<object> {
  try {
    return { ok: true, value: await answer(JSON.parse(readFileSync(0, 'utf8')) as Request) };
  } catch (thrown) {
    return { ok: false, message: String((thrown as Error).message ?? thrown).slice(0, 300) };
  }
}

// One request on stdin, one reply on stdout: the token is never in argv, which every user of the machine can read.
void answerStdin().then((reply) => {
  writeSync(1, JSON.stringify(reply));
  process.exit(0);
});
