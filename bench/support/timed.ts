import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A program with its arguments and its whole environment. */
export type Command = { readonly argv: readonly string[]; readonly env: NodeJS.ProcessEnv };
export type Took = { readonly firstOutputMs: number | undefined; readonly endedMs: number };

const painter = fileURLToPath(new URL('first-paint.py', import.meta.url));

/** Runs a program to its end, and returns the milliseconds until its first output and until its end. Fails if the program did. */
export async function timed({ argv: [program = '', ...args], env }: Command): Promise<Took> {
  const startedMs = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let firstOutputMs: number | undefined;
  let complaint = '';
  child.stdout.on('data', () => {
    firstOutputMs ??= performance.now() - startedMs;
  });
  child.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const [code] = await once(child, 'exit');
  const endedMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${complaint}`);
  return { firstOutputMs, endedMs };
}

/** Runs a program in a terminal, returns the milliseconds until it had drawn the text, and ends it. */
export async function paintedMs(text: string, { argv, env }: Command): Promise<number> {
  const { stdout } = await promisify(execFile)('python3', ['-B', painter, text, '100', '30', ...argv], { env });
  return Number(stdout);
}
