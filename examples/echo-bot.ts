// Answers "echo …" in every room it is a member of. Run: see examples/README.md.
import { createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';

const { SECURECHAT_URL: url = 'wss://127.0.0.1:8443', SECURECHAT_PIN: pin, SECURECHAT_TOKEN: token = '' } = process.env;
const bot = createChatClient({
  url,
  token,
  dialer: nodeDialer({ pin }),
  clock: nodeClock,
  client: { name: 'echo-bot', version: '1.0.0' },
  device: 'echo bot',
  recent: 0,
});
bot.listen((notice) => {
  if (notice.kind === 'session-ended') console.error(notice.message);
  if (notice.kind !== 'event' || notice.event.type !== 'message') return;
  const { room, author, body } = notice.event;
  const asked = body.kind === 'text' && author !== bot.getSnapshot().me && body.text.match(/^echo (.+)$/s);
  if (asked) void bot.say(room, `${author}: ${asked[1]}`);
});
const connected = await bot.connect();
if (!connected.ok) console.error('Not connected yet, retrying.');
