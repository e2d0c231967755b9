// One module, so that the bundle has all commands in one file: they share most of their code, and opening another file takes longer
// than loading what a command does not use.
export { listAccounts } from './accounts.ts';
export { type ChatFlags, chat, type OpenScreen } from './chat.ts';
export { doctor } from './doctor.ts';
export { type HistoryFlags, history } from './history.ts';
export { type JoinFlags, join } from './join.ts';
export { login, signup } from './login.ts';
export { type LogoutFlags, logout } from './logout.ts';
export { password } from './password.ts';
export { type CreateRoomFlags, createRoom, joinRoom, leaveRoom, listRooms, renameRoom, setTopic } from './rooms.ts';
export { search } from './search.ts';
export { send } from './send.ts';
export { forget, listServers, useServer } from './servers.ts';
export { listSessions, revoke } from './sessions.ts';
export { type TailFlags, tail } from './tail.ts';
export { users } from './users.ts';
export { whoami } from './whoami.ts';
