import { closeSync, openSync } from 'node:fs';
import { relative } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import type { Invitation } from './invites.ts';
import { out, showError, survivesOutput } from './output.ts';
import { type Running, startServer } from './server.ts';

/** The built page: beside the bundle, or in its own package during development. */
const pageDir = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../web/dist' : './page', import.meta.url));

/** A path that can be pasted into a shell; relative if it is below the working directory. */
function quote(path: string): string {
  const near = relative('.', path);
  const short = near !== '' && !near.startsWith('..') ? near : path;
  return /^[\w./-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`;
}

/** What a person needs to know: the server's address, and what to type next. */
function banner({ url, page, pin }: Running, invite: Invitation | null, { dataDir }: Config): string {
  const join = invite?.link ?? `securechat://${url.replace('wss://', '')}/#pin=${pin}`;
  const how = invite
    ? `  The invite works for one sign-up. More invites:

    npx securechat-server invite --data ${quote(dataDir)}

`
    : '';
  return `
  SecureChat is ready.

    address   ${url}
    page      ${invite?.page ?? page}
    pin       ${pin}

  Next, in another terminal:

    npx securechat join '${join}'

${how}  Press Ctrl-C to stop the server.
`;
}

/** Whether the terminal that started this process has been closed. */
function terminalIsGone(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    return true;
  }
}

/** Prints what the caller needs: JSON if that was asked for, a banner on a terminal, otherwise nothing. */
async function announce(running: Running, config: Config, onTerminal: boolean): Promise<void> {
  if (!config.json && !onTerminal) return;
  const invite = await running.invite();
  if (config.json) {
    const { url, page, pin } = running;
    out(
      JSON.stringify({
        event: 'ready',
        url,
        page,
        pin,
        invite: invite?.link ?? null,
        invitePage: invite?.page ?? null,
      }),
    );
  } else out(banner(running, invite, config));
}

/** Runs the server until it is stopped; the exit code. */
export async function serve(config: Config, { fresh }: { readonly fresh: boolean }): Promise<number> {
  survivesOutput();
  const hadTerminal = [0, 1, 2].some((fd) => isatty(fd));
  const onTerminal = process.stdout.isTTY === true && !config.json;
  // A reload signal during the start has nothing to do, because the certificate has not been read yet.
  let hangUp = (): void => {};
  process.on('SIGHUP', () => hangUp());
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  let stopping = false;
  const stop = () => {
    // The second signal ends the process immediately.
    if (stopping) process.exit(1);
    stopping = true;
    if (onTerminal) out('\nStopping …');
    ask();
  };
  // Also during the start, which is completed first.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(signal, stop);
  const started = await startServer(config, pageDir, {}, { fresh });
  if (!started.ok) {
    showError(started.error);
    return 1;
  }
  const running = started.value;
  hangUp = () => {
    if (hadTerminal && terminalIsGone()) stop();
    else void running.reloadCertificate().then((message) => onTerminal && out(message));
  };
  // A server that cannot store anything must end: its supervisor restarts it, and the clients reconnect.
  void running.broken.then((why) => {
    showError(`Cannot store messages any more (${why}). The server has stopped; start it again.`);
    process.exit(1);
  });
  if (!stopping) await announce(running, config, onTerminal);
  await asked;
  try {
    await running.stop();
  } catch (thrown) {
    showError(`Stopping failed: ${thrown instanceof Error ? thrown.message : thrown}`);
    return 1;
  }
  if (onTerminal) out('Stopped.');
  return 0;
}
