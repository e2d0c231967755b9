import { relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { askSecrets } from './ask-secret.ts';
import { type Config, readConfig } from './config.ts';
import { examine } from './doctor.ts';
import { type Actions, runProgram } from './program.ts';
import { type Operator, openOperator, type Running, startServer } from './server.ts';
import { serverVersion } from './version.ts';

type Flags = Readonly<Record<string, unknown>>;

const out = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (say: string) => void process.stderr.write(`securechat-server: ${say}\n`);

/** The built page lies beside the bundle; in development, in its own package. */
const pageDir = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../web/dist' : './page', import.meta.url));

function configure(flags: Flags): Config | undefined {
  const config = readConfig({ flags, env: process.env, terminal: process.stderr.isTTY === true });
  if (config.ok) return config.value;
  complain(config.error);
  return undefined;
}

/** A path as it can be pasted into a shell; short where it lies below. */
function quote(path: string): string {
  const near = relative('.', path);
  const short = near !== '' && !near.startsWith('..') ? near : path;
  return /^[\w./-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`;
}

/** The few lines a person needs: where it is, and what to type next. */
function banner(running: Running, link: string | null, { dataDir }: Config): string {
  const { url, page, pin } = running;
  const address = url.replace('wss://', '');
  const join = link ?? `securechat://${address}/#pin=${pin}`;
  return `
  SecureChat is ready.

    address   ${url}
    page      ${page}
    pin       ${pin}
${link ? `    invite    ${link}\n` : ''}
  Next, in another terminal:

    npx securechat join '${join}'

${link ? `  The link is good for one person. The next one:\n\n    npx securechat-server invite --data ${quote(dataDir)}\n\n` : ''}  Ctrl-C stops the server.
`;
}

async function serve(flags: Flags): Promise<number> {
  const config = configure(flags);
  if (!config) return 2;
  const started = await startServer(config, pageDir);
  if (!started.ok) {
    complain(started.error);
    return 1;
  }
  const running = started.value;
  const invite = await running.invite();
  if (config.json) {
    out(JSON.stringify({ event: 'ready', url: running.url, page: running.page, pin: running.pin, invite }));
  } else out(banner(running, invite, config));
  return await new Promise((resolve) => {
    let stopping = false;
    const stop = () => {
      // A second signal means: at once.
      if (stopping) process.exit(1);
      stopping = true;
      running.stop().then(
        () => resolve(0),
        (thrown: unknown) => {
          complain(`Stopping failed: ${thrown instanceof Error ? thrown.message : thrown}`);
          resolve(1);
        },
      );
    };
    // Half alive is worse than gone: whoever supervises the process starts it again, and the clients come back.
    void running.broken.then((why) => {
      complain(`Nothing can be stored any more (${why}). Stopped; start it again.`);
      process.exit(1);
    });
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('SIGHUP', stop);
  });
}

async function operate(flags: Flags, work: (operator: Operator, config: Config) => Promise<number>): Promise<number> {
  const config = configure(flags);
  if (!config) return 2;
  const opened = await openOperator(config);
  if (!opened.ok) {
    complain(opened.error);
    return 1;
  }
  try {
    return await work(opened.value, config);
  } finally {
    await opened.value.close();
  }
}

function finish(result: { ok: true } | { ok: false; error: string }, done: string): number {
  if (result.ok) out(done);
  else complain(result.error);
  return result.ok ? 0 : 1;
}

/** A new password: asked for twice at a terminal, else the first line of stdin; or the exit code where there is none. */
async function newPassword(user: string): Promise<string | { readonly exit: number }> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/, 1)[0] ?? '';
  const typed = await askSecrets([`New password of ${user}: `, 'Once more: '], { input: stdin, output: stderr });
  if (!typed) {
    stderr.write('\n');
    return { exit: 130 };
  }
  const [first = '', second] = typed;
  if (first === second) return first;
  complain('The two differ. Nothing is changed; try again.');
  return { exit: 1 };
}

const actions: Actions = {
  serve,
  invite: (flags) =>
    operate(flags, async (operator, config) => {
      const link = await operator.invite();
      if (!link.ok) complain(link.error);
      else out(config.json ? JSON.stringify({ invite: link.value }) : link.value);
      return link.ok ? 0 : 1;
    }),
  listUsers: (flags) =>
    operate(flags, async (operator, config) => {
      for (const { user, createdMs, disabled } of await operator.users()) {
        const created = new Date(createdMs).toISOString();
        out(
          config.json
            ? JSON.stringify({ user, created, disabled })
            : `${user}\t${created}${disabled ? '\tdisabled' : ''}`,
        );
      }
      return 0;
    }),
  setDisabled: (user, disabled, flags) =>
    operate(flags, async (operator) =>
      finish(await operator.setDisabled(user, disabled), `${user} is ${disabled ? 'disabled' : 'enabled'}.`),
    ),
  resetPassword: (user, flags) =>
    operate(flags, async (operator) => {
      const password = await newPassword(user);
      if (typeof password !== 'string') return password.exit;
      return finish(await operator.resetPassword(user, password), `${user} has a new password and no open session.`);
    }),
  doctor: async (flags) => {
    const config = configure(flags);
    if (!config) return 2;
    const findings = await examine(config);
    for (const f of findings)
      out(config.json ? JSON.stringify(f) : `${f.ok ? 'ok    ' : 'FAILED'}  ${f.what}: ${f.say}`);
    return findings.every((f) => f.ok) ? 0 : 1;
  },
};

/** The process: reads the command line, runs it, ends. */
export async function run(): Promise<void> {
  process.umask(0o077);
  // A bug must end the process, not leave it half alive: whoever supervises it starts it again.
  process.on('uncaughtException', (error) => {
    complain(`Stopped by an error that should not be: ${error.message}`);
    if (process.env.SECURECHAT_DEBUG) console.error(error);
    process.exit(1);
  });
  process.exitCode = await runProgram(process.argv.slice(2), actions, serverVersion);
}
