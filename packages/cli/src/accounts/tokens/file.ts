import { err, ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { readJsonFile, writeJsonFile } from '../../config/json-file.ts';
import type { StoreProblem, TokenStore } from './token-store.ts';

const schema = v.strictObject({ version: v.literal(1), tokens: v.record(v.string(), v.string()) });

/** Tokens in a file that only its owner can read, for machines without a keychain. */
export function fileTokens(path: string): TokenStore {
  const read = () => readJsonFile(path, schema, { version: 1, tokens: {} });
  const change = async (
    edit: (tokens: Readonly<Record<string, string>>) => Record<string, string>,
  ): Promise<Result<void, StoreProblem>> => {
    const before = read();
    if (!before.ok) return err(before.error);
    const tokens = edit(before.value.tokens);
    if (JSON.stringify(tokens) === JSON.stringify(before.value.tokens)) return ok(undefined);
    return writeJsonFile(path, { version: 1, tokens });
  };
  return {
    async read(account) {
      const all = read();
      return all.ok ? ok(all.value.tokens[account]) : err(all.error);
    },
    write: (account, token) => change((tokens) => ({ ...tokens, [account]: token })),
    remove: (account) => change(({ [account]: _, ...rest }) => rest),
  };
}
