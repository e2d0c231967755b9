import { nodeDialer } from '@securechat/client/node';
import { serverContract } from '@securechat/client/testing';
import { general, member, signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

serverContract('real', async () => {
  const folder = temporaryFolder();
  const server = await startServer(folder.path);
  const password = 'the long password of ada';
  await signUp(server, 'ada');
  const bob = await member(server, await signUp(server, 'bob'));
  return {
    ...{ url: server.url, dialer: nodeDialer({ pin: server.pin }), user: 'ada', password, room: general },
    write: async (text) => {
      const sent = await bob.say(general, text);
      if (!sent.ok) throw new Error(JSON.stringify(sent));
    },
    stop: async () => {
      await bob.close();
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
});
