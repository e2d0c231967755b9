const use = (command: string) => `Use: securechat ${command}`;

const signup = use('signup');
const login = use('login');
const logout = use('logout');
const send = use("send 'TEXT'");
const tail = use('tail');
const history = use('history');
const search = use('search WORDS');
const rooms = use('rooms');
const users = use('users');
const chat = use('chat');
const direct = 'SecureChat has no direct messages. Create a room instead: securechat rooms create ROOM';
const name = 'User names cannot be changed.';
const server = 'The server is a separate program: securechat-server';
const invite = 'The operator of the server creates invite links: securechat-server invite';
const remove = 'In the chat, whoever created a room can remove people from it: /remove USER';

/** Hints for commands of other chats: our command, or what to use instead. */
export const otherWords: Readonly<Record<string, string>> = {
  ...{ register: signup, 'sign-up': signup, adduser: signup },
  ...{ logon: login, signin: login, 'log-in': login, auth: login, connect: login },
  ...{ signout: logout, 'log-out': logout, disconnect: logout, exit: logout, quit: logout },
  ...{ say: send, post: send, message: send, write: send },
  ...{ watch: tail, follow: tail, listen: tail, read: history, log: history, logs: history },
  ...{ find: search, grep: search },
  ...{ list: rooms, ls: rooms, channels: rooms, channel: rooms, room: rooms },
  ...{ part: use('rooms leave ROOM'), leave: use('rooms leave ROOM'), create: use('rooms create ROOM') },
  ...{ names: users, who: users, members: users, user: users },
  ...{ me: use('whoami'), id: use('whoami'), account: use('accounts'), devices: use('sessions') },
  ...{ open: chat, start: chat, context: chat },
  ...{ set: use('config set KEY VALUE'), settings: use('config'), passwd: use('password') },
  ...{ msg: direct, dm: direct, query: direct, whisper: direct },
  ...{ nick: name },
  ...{ topic: 'securechat rooms topic ROOM TEXT', rename: 'securechat rooms rename ROOM NAME' },
  ...{ serve: server, server, invite, kick: remove, remove, ban: remove },
};
