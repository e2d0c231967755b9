import { ok, type Result } from '@securechat/protocol';
import { type CommandError, commandError } from '../../output/command-error.ts';
import type { StoreProblem, TokenStore, Tokens } from './token-store.ts';

type Stores = { readonly keychain: TokenStore; readonly file: TokenStore; readonly filePath: string };

const inKeychain = <T>(answer: Result<T, StoreProblem>): Result<T, CommandError> =>
  answer.ok
    ? answer
    : commandError(
        'unexpected',
        `The system keychain cannot be used: ${answer.error.message}. Store the session in a file instead: --token-store file`,
      );
const inFile = <T>(answer: Result<T, StoreProblem>): Result<T, CommandError> =>
  answer.ok ? answer : commandError('unexpected', answer.error.message);

/** Only the keychain or only the file, as requested. */
function only(store: TokenStore, toError: <T>(answer: Result<T, StoreProblem>) => Result<T, CommandError>): Tokens {
  return {
    read: async (account) => toError(await store.read(account)),
    write: async (account, token) => toError(await store.write(account, token)),
    remove: async (account) => toError(await store.remove(account)),
  };
}

/** The keychain, or the file if there is none, with a note. */
function keychainOrFile({ keychain, file, filePath }: Stores, note: (line: string) => void): Tokens {
  return {
    // The file first: reading it is cheap, and it holds a token only if the keychain could not.
    async read(account) {
      const held = inFile(await file.read(account));
      if (!held.ok || held.value !== undefined) return held;
      const kept = await keychain.read(account);
      if (kept.ok) return kept;
      return commandError(
        'not_signed_in',
        `Not logged in: the system keychain cannot be used (${kept.error.message}). Log in: securechat login ${account}`,
      );
    },
    async write(account, token) {
      const kept = await keychain.write(account, token);
      if (kept.ok) return inFile(await file.remove(account));
      note(`No system keychain found; your session is stored in ${filePath} (only you can read it).`);
      return inFile(await file.write(account, token));
    },
    async remove(account) {
      const held = inFile(await file.read(account));
      if (held.ok && held.value !== undefined) return inFile(await file.remove(account));
      await keychain.remove(account);
      return ok(undefined);
    },
  };
}

/** The token stores: as the flag says, else the keychain with the file as a fallback. */
export function chooseTokens(
  wanted: 'keychain' | 'file' | undefined,
  stores: Stores,
  note: (line: string) => void,
): Tokens {
  if (wanted === 'keychain') return only(stores.keychain, inKeychain);
  if (wanted === 'file') return only(stores.file, inFile);
  return keychainOrFile(stores, note);
}
