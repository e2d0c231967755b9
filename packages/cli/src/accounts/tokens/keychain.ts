import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { foreignVariables } from '../../process/foreign-variables.ts';
import { clean } from '../../text/clean.ts';
import type { StoreProblem, TokenStore } from './token-store.ts';

const service = 'securechat';
// Longer than a healthy keychain takes, short enough for a user to wait: locked and headless ones never reply.
const limitMs = 5000;
const reply = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.nullable(v.string()) }),
  v.object({ ok: v.literal(false), message: v.string() }),
]);

/** The child is beside this file: as source in development, as its own bundle once built. */
const childFile = new URL(
  import.meta.url.endsWith('.ts') ? './keychain-child.ts' : './keychain-child.cjs',
  import.meta.url,
);

type Options = { readonly variables: NodeJS.ProcessEnv; readonly child?: string; readonly limitMs?: number };

function ask(question: object, options: Options): Promise<Result<string | null, StoreProblem>> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [options.child ?? fileURLToPath(childFile)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: foreignVariables(options.variables),
    });
    let out = '';
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(err({ message: 'it did not answer; it may be locked' }));
    }, options.limitMs ?? limitMs);
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.on('error', (error) => {
      clearTimeout(limit);
      resolve(err({ message: error.message }));
    });
    child.on('close', () => {
      clearTimeout(limit);
      let parsed: unknown;
      try {
        parsed = JSON.parse(out);
      } catch {
        parsed = undefined;
      }
      const read = v.safeParse(reply, parsed);
      if (!read.success) resolve(err({ message: 'it cannot be used on this system' }));
      else resolve(read.output.ok ? ok(read.output.value) : err({ message: clean(read.output.message) }));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify({ service, ...question }));
  });
}

/** Tokens in the system's keychain, accessed through a child process with a time limit, since keychains can hang. */
export function keychainTokens(options: Options): TokenStore {
  const done = async (question: object) => {
    const answer = await ask(question, options);
    return answer.ok ? ok(undefined) : answer;
  };
  return {
    async read(account) {
      const answer = await ask({ op: 'get', account }, options);
      return answer.ok ? ok(answer.value ?? undefined) : answer;
    },
    write: (account, secret) => done({ op: 'set', account, secret }),
    remove: (account) => done({ op: 'delete', account }),
  };
}
