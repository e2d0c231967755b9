import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A keychain of its own, unlocked, on a D-Bus of its own; disposing removes it. */
export type Keychain = { readonly env: NodeJS.ProcessEnv } & AsyncDisposable;

/** Starts one with its files in the folder. Needs dbus-run-session and gnome-keyring-daemon. */
export async function startKeychain(folder: string, env: NodeJS.ProcessEnv): Promise<Keychain> {
  mkdirSync(`${folder}/data`, { recursive: true, mode: 0o700 });
  const own = { ...env, HOME: folder, XDG_DATA_HOME: `${folder}/data`, XDG_RUNTIME_DIR: folder };
  const script = `printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat`;
  const session = spawn('dbus-run-session', ['--', 'bash', '-c', script], {
    env: own,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [address] = await once(createInterface({ input: session.stdout }), 'line');
  return {
    env: { ...own, DBUS_SESSION_BUS_ADDRESS: String(address) },
    [Symbol.asyncDispose]: async () => {
      const ended = once(session, 'exit');
      session.stdin.end();
      await ended;
    },
  };
}
