import { err, ok, type Result } from '@securechat/protocol/result';
import type { StoreEngine } from '../ports/store-engine.ts';
import { sqliteEngine } from './sqlite/engine.ts';

const engines: ReadonlyMap<string, (place: string) => StoreEngine> = new Map([['sqlite', sqliteEngine]]);

/** The engine of a store by its URL, such as `sqlite:/var/lib/securechat`. The error is a sentence that names the supported kinds. */
export function storeEngine(url: string): Result<StoreEngine, string> {
  const colon = url.indexOf(':');
  const engine = engines.get(url.slice(0, colon));
  const known = [...engines.keys()].map((scheme) => `${scheme}:…`).join(', ');
  return engine
    ? ok(engine(url.slice(colon + 1)))
    : err(`${url} is not a store that this server knows. It knows ${known}`);
}
