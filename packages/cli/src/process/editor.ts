import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '@securechat/protocol';
import { Utf8Reader } from '../text/utf8.ts';
import { foreignVariables } from './foreign-variables.ts';

/** The user's editor for the terminal, by the usual variables. */
export function editorOf({ VISUAL, EDITOR }: NodeJS.ProcessEnv): string {
  return VISUAL || EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
}

/** Runs the editor on a file until it exits. The setting may contain options, so a shell splits it, as git does. */
export async function runEditor(editor: string, file: string): Promise<Result<void, string>> {
  const env = foreignVariables(process.env);
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { stdio: 'inherit', shell: true, env })
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit', env });
  return await new Promise((ended) => {
    child.once('error', (error) => ended(err(`The editor could not be started (${error.message}).`)));
    child.once('exit', (code, signal) => {
      if (code === 0) ended(ok(undefined));
      else if (code === 127) ended(err(`The editor "${editor}" was not found. Set VISUAL or EDITOR to another.`));
      else ended(err(`The editor ${signal ? `was ended by ${signal}` : `exited with code ${code}`}.`));
    });
  });
}

/**
 * Creates a folder that nobody else can read, in the first candidate that exists: XDG_RUNTIME_DIR or TMPDIR may be gone, as after a
 * log-out or under sudo. Throws if none can be used.
 */
function privateFolder(candidates: readonly string[]): string {
  const [first = '/tmp', ...others] = candidates;
  try {
    return mkdtempSync(join(first, 'securechat-'));
  } catch (thrown) {
    if (others.length === 0) throw thrown;
    return privateFolder(others);
  }
}

const temporaryFolders = () =>
  [process.env.XDG_RUNTIME_DIR ?? '', tmpdir(), '/tmp', '/var/tmp'].filter((path) => path !== '');

/** Reads what the editor saved, without a byte order mark and with `\n` line ends. Anything but UTF-8 is refused. */
function readEdited(file: string): Result<string, string> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return err('The editor left no file.');
  const reader = new Utf8Reader();
  const text = reader.read(readFileSync(file));
  reader.end();
  if (reader.invalidByte !== undefined) {
    return err(`The editor saved something other than UTF-8 text (byte ${reader.invalidByte}).`);
  }
  return ok(text.replaceAll('\r\n', '\n').replace(/\n$/, ''));
}

/** Opens an editor on a text in a file that nobody else can read, and deletes the file afterwards. The error is a sentence. */
export async function editText(text: string, editor: string): Promise<Result<string, string>> {
  let folder: string | undefined;
  try {
    // Owner-only access, for the folder and the file.
    folder = privateFolder(temporaryFolders());
    const file = join(folder, 'message.txt');
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
    const ran = await runEditor(editor, file);
    return ran.ok ? readEdited(file) : ran;
  } catch (thrown) {
    return err(`The text could not be passed to the editor (${thrown instanceof Error ? thrown.message : thrown}).`);
  } finally {
    // Editors leave backup and swap files beside it.
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
