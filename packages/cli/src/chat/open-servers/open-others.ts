import type { Clock } from '@securechat/client';
import { namedServers, serverMeant } from '../state/servers.ts';
import type { RegisteredServer, ServerRegistry } from './server-registry.ts';
import type { serversPort } from './servers-port.ts';

type Wanted = { readonly openToo?: readonly string[]; readonly clock: Pick<Clock, 'after'> };

/**
 * Opens the servers of the settings once the first one is shown. One that cannot be opened is reported and does not block the others.
 * The returned function cancels it.
 */
export function openOthers<S extends RegisteredServer>(
  { openToo = [], clock }: Wanted,
  registry: ServerRegistry<S>,
  port: ReturnType<typeof serversPort<S>>,
): () => void {
  if (openToo.length === 0) return () => {};
  const openOne = async (wanted: string) => {
    const meant = serverMeant(wanted, namedServers(registry.getSnapshot()));
    const opened = meant.ok ? await port.open(meant.value.name) : meant;
    if (!opened.ok) registry.shown.remark(`servers in settings.toml: ${opened.error}`, 'warning');
  };
  return clock.after(0, () => {
    port.lookUp();
    // One after the other, to preserve their order.
    void openToo.reduce(async (before, wanted) => {
      await before;
      await openOne(wanted);
    }, Promise.resolve());
  });
}
