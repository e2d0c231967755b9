import { attentionOf, type ChatState, personIn, roomOf } from '@securechat/client';
import { linkText, roomHandle, roomLabel, syncText } from '@securechat/client/present';
import type { UserId } from '@securechat/protocol';
import { quietWords } from '../chat/state/quiet.ts';
import { showsRooms } from '../chat/state/screen-size.ts';
import { shownRoom } from '../chat/state/selectors.ts';
import { placesWithNews, type Servers, several } from '../chat/state/servers.ts';
import type { UiState } from '../chat/state/ui-state.ts';
import { defaultSettings, roomSettings, type Settings } from '../settings/table.ts';
import { cleanLine } from '../text/clean.ts';
import { padRow, type Row, rowWidth, span, type Tone } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';

/** As many hints as fit beside the left part, in order; empty if none fits. */
function hintsBeside(taken: number, hints: readonly string[], columns: number): string {
  const least = 3;
  for (let count = hints.length; count > 0; count--) {
    const text = hints.slice(0, count).join(' · ');
    if (taken + least + widthOf(text) + 1 <= columns) return text;
  }
  return '';
}

/** How long the status line shows the result of a catch-up. */
const syncShownMs = 8000;

/** The result of the last catch-up, for a while; empty if nothing was missed. */
export function syncWords({ lastSync, link }: Pick<ChatState, 'lastSync' | 'link'>, nowMs: number): string {
  // It is about the current connection, not an earlier one.
  if (!lastSync || lastSync.first || link.status !== 'online' || nowMs - lastSync.atMs >= syncShownMs) return '';
  return syncText(lastSync);
}

type StatusFacts = {
  readonly chat: ChatState;
  readonly ui: UiState;
  readonly serverName: string;
  readonly nowMs: number;
  readonly servers?: Servers;
  readonly settings?: Settings;
};

/** A longer room name is truncated in the status line. */
const maxRoomColumns = 14;

/**
 * Unread rooms, for a screen without the room list: `@1 #ops +2` is one mention, the first room to visit, and two more unread rooms. A
 * muted room counts only if it mentions the user.
 */
function newsRow({ chat, ui, serverName, servers, settings = defaultSettings }: StatusFacts): Row {
  const open = several(servers) ? servers.open : [{ name: serverName, chat, ui }];
  const shown = shownRoom({ ui, chat })?.id;
  const news = placesWithNews({ open }).flatMap(({ server, room }) => {
    const state = open.find(({ name }) => name === server)?.chat ?? chat;
    const there = roomOf(state, room);
    const { mentions } = attentionOf(state, room);
    const isHere = server === serverName && room === shown;
    return isHere || (mentions === 0 && roomSettings(settings, roomHandle(there)).muted)
      ? []
      : [{ room: there, mentions }];
  });
  const [first] = news;
  if (!first) return [];
  const mentions = news.reduce((sum, room) => sum + room.mentions, 0);
  return [
    ...(mentions > 0 ? [span(`@${mentions}`, 'mention'), span(' ')] : []),
    span(fit(roomLabel(first.room), maxRoomColumns), 'warning'),
    ...(news.length > 1 ? [span(` +${news.length - 1}`, 'warning')] : []),
  ];
}

/** What others see of the user beside the name, where it is not the usual: `(away)`, `(invisible)`. */
function selfWords(chat: ChatState, me: UserId): Row {
  const isAway = personIn(chat, me).away !== undefined;
  const words = [...(isAway ? ['away'] : []), ...(chat.hidden ? ['invisible'] : [])];
  return words.length === 0 ? [] : [span(` (${words.join(', ')})`, 'warning')];
}

/**
 * The status line: server, user, link, the last catch-up and, without a room list, unread rooms, with hints at the right. The least
 * important parts are left out first when space is short.
 */
export function statusRow(shown: StatusFacts, hints: readonly string[], columns: number): Row {
  const { chat, serverName, nowMs, servers } = shown;
  const linkTone: Tone = chat.link.status === 'online' ? 'good' : 'warning';
  const me = chat.me ? [span(cleanLine(chat.me), 'strong'), ...selfWords(chat, chat.me)] : [];
  const took = chat.link.status === 'online' && chat.roundTripMs !== undefined ? ` ${chat.roundTripMs} ms` : '';
  const quiet = quietWords(shown.ui.quiet, shown.settings, nowMs);
  const silent = quiet === undefined ? [] : [span(' · ', 'muted'), span(quiet, 'warning')];
  const bareLink = [span(linkText(chat.link, nowMs), linkTone), ...silent];
  const link = took === '' ? bareLink : [span(`${linkText(chat.link, nowMs)}${took}`, linkTone), ...silent];
  const words = syncWords(chat, nowMs);
  const sync = words === '' ? [] : [span(words, 'muted')];
  const news = showsRooms({ columns }) ? [] : newsRow(shown);
  const server = [span(cleanLine(serverName), 'muted')];
  const join = (...parts: Row[]): Row =>
    parts.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : [span(' · ', 'muted'), ...part]));
  // With several servers, which one it is matters more than its catch-up.
  const ways = several(servers)
    ? [join(server, me, link, sync, news), join(server, me, link, news), join(server, link, news)]
    : [join(server, me, link, sync, news), join(me, link, sync, news), join(me, link, news)];
  const first = several(servers) ? server : [];
  const shortLink = [span(linkText(chat.link, nowMs).replace(/ \(.*/, ''), linkTone)];
  const least = [join(first, bareLink, news), join(first, shortLink, news), join(first, bareLink)];
  const chosen = [
    span(' '),
    ...([...ways, ...least].find((way) => rowWidth(way) + 1 <= columns) ?? join(first, bareLink)),
  ];
  const beside = hintsBeside(rowWidth(chosen), hints, columns);
  const gap = columns - rowWidth(chosen) - widthOf(beside) - 1;
  if (beside === '') return padRow(chosen, columns);
  return padRow([...chosen, span(' '.repeat(gap)), span(beside, 'muted')], columns);
}
