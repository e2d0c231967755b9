import { serverName } from '../text/server-url.ts';
import type { Target } from './target.ts';

type Place = Pick<Target, 'url' | 'ambiguous'>;

/** Where something was written, and from which account: fields for the JSON of every command that writes. */
export function whereFields({ url }: Place, user: string): { readonly server: string; readonly user: string } {
  return { server: url, user };
}

/** The same as the end of a sentence: ` at HOST as NAME`, or nothing if only one account is known. */
export function whereWords({ url, ambiguous }: Place, user: string): string {
  return ambiguous ? ` at ${serverName(url)} as ${user}` : '';
}
