import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '@securechat/protocol';
import { Utf8Reader } from '../text/utf8.ts';
import { foreignVariables } from './foreign-variables.ts';

/** The editor a person has chosen for the terminal, as every program asks for it. */
export function editorOf({ VISUAL, EDITOR }: NodeJS.ProcessEnv): string {
  return VISUAL || EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
}

/** Runs the editor on a file until it ends. Its setting may hold options, so a shell takes it apart, as for git. */
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
 * Makes a folder that nobody else can read, in the first place that exists: a session's runtime folder or TMPDIR may be gone, as after
 * a log-out or under sudo. Throws where none can be used.
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

/** What an editor left: text without a byte order mark, its line ends as `\n`. What is no text is refused, never changed in silence. */
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

/** Lets a person edit a text in a file that nobody else can read, and that is gone afterwards. The error is a sentence. */
export async function editText(text: string, editor: string): Promise<Result<string, string>> {
  let folder: string | undefined;
  try {
    // Readable and writable for its owner alone, as is the file.
    folder = privateFolder(temporaryFolders());
    const file = join(folder, 'message.txt');
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
    const ran = await runEditor(editor, file);
    return ran.ok ? readEdited(file) : ran;
  } catch (thrown) {
    return err(`The text could not be passed to the editor (${thrown instanceof Error ? thrown.message : thrown}).`);
  } finally {
    // Editors leave copies and swap files beside it.
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
