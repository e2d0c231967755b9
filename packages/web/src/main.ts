import { createChatClient, roomCodeIn } from '@securechat/client';
import { browserClock, browserDialer } from '@securechat/client/browser';
import { storagesOf } from './browser-storage.ts';
import { inviteCodeOf } from './invite.ts';
import { Page } from './page.ts';
import { fitKeyboard } from './view/keyboard.ts';

/** This package's version, inserted by the build. */
declare const SECURECHAT_VERSION: string;

/**
 * Takes the code of an invite or of a link to a room out of the address; empty for none. It may still be valid, so it must not stay in the
 * address bar or the history.
 */
function takeCodes(): { readonly invite: string; readonly roomCode: string } {
  const codes = { invite: inviteCodeOf(location.hash), roomCode: roomCodeIn(location.href)?.code ?? '' };
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return codes;
}

const codes = takeCodes();

fitKeyboard(window);
const page = new Page({
  storages: storagesOf(window),
  clock: browserClock,
  connect: (session) =>
    createChatClient({
      url: `wss://${location.host}`,
      dialer: browserDialer(),
      clock: browserClock,
      client: { name: 'securechat-page', version: SECURECHAT_VERSION },
      device: 'browser page',
      ...session,
    }),
});
// Opening a link while the page is open only changes the hash.
window.addEventListener('hashchange', () => page.opened(takeCodes()));
void page.start(codes);
