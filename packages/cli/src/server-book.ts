import type { ChatClientOptions } from '@securechat/client';
import { err, ok } from '@securechat/protocol';
import { readServers } from './config/known-servers.ts';
import { serverName } from './config/server-url.ts';
import { connectingClient } from './connect.ts';
import { openChatKept } from './kept.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';
import type { ServerBook } from './tui/servers.ts';

/** The run for any server but the one that was asked for: a token or pin that was given is for that one alone. */
function withoutGiven(run: Run): Run {
  const { SECURECHAT_TOKEN: _, ...variables } = run.env.variables;
  const { pin: __, ...flags } = run.flags;
  return { ...run, env: { ...run.env, variables }, flags };
}

/** The servers at which this home has accounts, beside the one that the chat was opened with. */
export function serverBook(run: Run, first: Target, { mostLines }: Pick<ChatClientOptions, 'mostLines'>): ServerBook {
  const { home } = first;
  const targets = (): readonly Target[] => {
    const known = readServers(home);
    const others = known.ok ? Object.entries(known.value.servers) : [];
    const signedIn = others.flatMap(([url, { pin, user }]): Target[] =>
      user === undefined || url === first.url ? [] : [{ home, url, user, ...(pin === undefined ? {} : { pin }) }],
    );
    return [first, ...signedIn];
  };
  return {
    kept: () => targets().map(({ url, user = '' }) => ({ name: serverName(url), user })),
    open: async (name) => {
      const target = targets().find(({ url }) => serverName(url) === name);
      if (!target) return err(`You have no account at ${name} here.`);
      const its = target === first ? run : withoutGiven(run);
      const { kept, say } = await openChatKept(its, target);
      const stores = kept ? { outboxStore: kept.outbox, cache: kept.cache } : {};
      const client = connectingClient(its, target, { ...stores, ...(mostLines === undefined ? {} : { mostLines }) });
      const close = async () => {
        await client.close();
        kept?.close();
      };
      return ok({
        ...{ name, client, close, keeps: kept !== undefined },
        ...(kept ? { drafts: kept.drafts } : {}),
        ...(say === undefined ? {} : { remark: say }),
      });
    },
  };
}
