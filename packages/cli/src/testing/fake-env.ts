import { PassThrough } from 'node:stream';
import type { CliEnv } from '../process/env.ts';

/** The process of a command under test: its input and its output. */
export function fakeEnv({ input = '', terminal = false, variables = {} as NodeJS.ProcessEnv } = {}) {
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal, setRawMode: () => stdin });
  const stdout = Object.assign(new PassThrough(), { isTTY: terminal });
  const stderr = Object.assign(new PassThrough(), { isTTY: terminal });
  if (input !== '') stdin.end(input);
  let out = '';
  let said = '';
  stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const env = {
    stdin,
    stdout,
    stderr,
    variables,
    version: '1.2.3',
    interrupted: new AbortController().signal,
    nowMs: () => 0,
  } as unknown as CliEnv;
  return { env, stdin, out: () => out, err: () => said };
}
