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
const direct = use('dm USER TEXT');
const name = use('account name NAME');
const server = 'The server is a separate program: securechat-server';
const invite = 'The operator of the server creates invite links: securechat-server invite';
const remove = use('rooms kick ROOM USER');
const ban = use('rooms ban ROOM USER');

/** Hints for commands of other chats: our command, or what to use instead. */
export const otherWords: Readonly<Record<string, string>> = {
  ...{ register: signup, 'sign-up': signup, adduser: signup },
  ...{ logon: login, signin: login, 'log-in': login, auth: login, connect: login },
  ...{ signout: logout, 'log-out': logout, disconnect: logout, exit: logout, quit: logout },
  ...{ say: send, post: send, message: send, write: send },
  ...{ follow: tail, listen: tail, read: history, log: history, logs: history },
  ...{ find: search, grep: search },
  ...{ list: rooms, ls: rooms, channels: rooms, channel: rooms, room: rooms },
  ...{ part: use('rooms leave ROOM'), leave: use('rooms leave ROOM'), create: use('rooms create ROOM') },
  ...{ names: users, members: users, user: users },
  ...{ me: use('whoami'), id: use('whoami'), devices: use('sessions') },
  ...{ open: chat, start: chat, context: chat },
  ...{ set: use('config set KEY VALUE'), settings: use('config'), passwd: use('password') },
  ...{ msg: direct, query: direct, whisper: direct, direct },
  ...{ unregister: use('account delete'), 'delete-account': use('account delete') },
  ...{ nick: name, name, whois: use('who USER') },
  ...{ status: use('account status TEXT'), away: use('account away'), back: use('account back') },
  ...{ topic: 'securechat rooms topic ROOM TEXT', rename: 'securechat rooms rename ROOM NAME' },
  ...{
    serve: server,
    server,
    invite,
    kick: remove,
    remove,
    ban,
    unban: use('rooms unban ROOM USER'),
    role: use('rooms role ROOM USER ROLE'),
  },
};
