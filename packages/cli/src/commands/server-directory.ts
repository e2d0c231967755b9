import type { ChatClientOptions } from '@securechat/client';
import { err, ok } from '@securechat/protocol';
import { connectingClient } from '../accounts/connect.ts';
import type { Target } from '../accounts/target.ts';
import type { ServerDirectory } from '../chat/open-servers/servers.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { accountsOf, allAccounts, type KnownServer, type KnownServers, readServers } from '../config/known-servers.ts';
import { clientStores, openChatStore } from '../local-data/local-store.ts';
import { serverName } from '../text/server-url.ts';

/** The name of an account in the chat: its server, or NAME@HOST if it is not the default account there. */
export function chatName({ url, user }: Pick<Target, 'url' | 'user'>, known: KnownServer | undefined): string {
  const name = serverName(url);
  return user === undefined || known === undefined || known.user === user || accountsOf(known).length < 2
    ? name
    : `${user}@${name}`;
}

/** The names by which the chat can open the accounts of this home. */
export function accountNames(known: KnownServers): readonly string[] {
  return allAccounts(known).map((account) => chatName(account, known.servers[account.url]));
}

/** An account and its name in the chat. */
type NamedTarget = { readonly target: Target; readonly name: string };

/** The servers at which this home has accounts, in addition to the one with which the chat was opened. */
export function serverDirectory(
  run: CommandContext,
  first: NamedTarget,
  { maxLines }: Pick<ChatClientOptions, 'maxLines'>,
): ServerDirectory {
  const { home } = first.target;
  const targets = (): readonly NamedTarget[] => {
    const read = readServers(home);
    const known = read.ok ? read.value : { servers: {} as Record<string, KnownServer> };
    const others = (read.ok ? allAccounts(read.value) : []).flatMap(({ url, user }): NamedTarget[] => {
      if (url === first.target.url && user === first.target.user) return [];
      const pin = known.servers[url]?.pin;
      const target = { home, url, user, ...(pin === undefined ? {} : { pin }) };
      // The account of a token is called by its server alone.
      const name = chatName(target, known.servers[url]);
      return [{ target, name: name === first.name ? `${user}@${name}` : name }];
    });
    return [first, ...others];
  };
  return {
    stored: () => targets().map(({ name, target: { user = '' } }) => ({ name, user })),
    open: async (name) => {
      const target = targets().find((named) => named.name === name)?.target;
      if (!target) return err(`You are not logged in at ${name}.`);
      const { store: localStore, message } = await openChatStore(run, target);
      const client = connectingClient(run, target, {
        ...clientStores(localStore),
        ...(maxLines === undefined ? {} : { maxLines }),
      });
      const close = async () => {
        await client.flushUserState();
        await client.close();
        localStore?.close();
      };
      return ok({
        ...{ name, client, close, keeps: localStore !== undefined },
        ...(localStore ? { drafts: localStore.drafts } : {}),
        ...(message === undefined ? {} : { notice: message }),
      });
    },
  };
}
