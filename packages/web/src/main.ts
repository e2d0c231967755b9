import { createChatClient } from '@securechat/client';
import { browserClock, browserDialer } from '@securechat/client/browser';
import { inviteCodeOf } from './invite.ts';
import { Page } from './page.ts';
import { storagesOf } from './shelf.ts';
import { fitKeyboard } from './view/keyboard.ts';

/** This package's version, put in by the build. */
declare const SECURECHAT_VERSION: string;

const invite = inviteCodeOf(location.hash);
// An invite code is good once: it does not stay in the address bar or the history.
if (location.hash !== '') history.replaceState(null, '', location.pathname);

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
void page.start(invite);
