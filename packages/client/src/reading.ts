import { limits } from '@securechat/protocol';
import type { ChatClient } from './api.ts';
import { pick } from './lists.ts';
import type { Requests } from './requests.ts';
import { searchOn } from './search.ts';
import { withStates } from './timeline/message-changes.ts';

/** The requests that read what was said. */
export function readingRequests(
  requests: Pick<Requests, 'ask'>,
): Pick<ChatClient, 'history' | 'log' | 'search' | 'mentions'> {
  return {
    history: (ask) =>
      pick(requests.ask('history', { ...ask }), ({ events, changed, more, next }) => ({
        events: withStates(events, changed),
        more,
        next,
      })),
    log: (ask) => pick(requests.ask('log', { ...ask }), ({ events, more }) => ({ events, more })),
    search: (room, words, goOn = () => true) =>
      searchOn((before) => requests.ask('search', { room, words, before, limit: limits.found }), goOn),
    mentions: ({ before, limit }) =>
      pick(requests.ask('mention.list', { before, limit }), ({ events, changed = [], next }) => {
        const of = (event: (typeof events)[number]) => changed.filter(({ room }) => room === event.room);
        return { events: events.flatMap((event) => withStates([event], of(event))), next };
      }),
  };
}
