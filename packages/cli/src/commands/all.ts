// One module, so that the bundle has all commands in one file: they share most of their code, and opening another file takes longer
// than loading what a command does not use.
export { setAway, setBack, setDisplayName, setInvisible, setStatus, showAccount, who } from './account.ts';
export { listAccounts } from './accounts.ts';
export { type DeleteMessageFlags, deleteMessage, type EditFlags, editMessage } from './change-message.ts';
export { type ChatFlags, chat, type OpenScreen } from './chat.ts';
export { type DeleteFlags, deleteAccount } from './delete-account.ts';
export { type DeleteRoomFlags, deleteRoom } from './delete-room.ts';
export { doctor } from './doctor.ts';
export { addHighlights, removeHighlights } from './highlight.ts';
export { type HistoryFlags, history } from './history.ts';
export {
  acceptInvitation,
  declineInvitation,
  type InviteFlags,
  inviteToRoom,
  listInvitations,
  revokeInvitation,
} from './invitations.ts';
export { type JoinFlags, join } from './join.ts';
export { login, signup } from './login.ts';
export { type LogoutFlags, logout } from './logout.ts';
export { type MentionsFlags, mentions } from './mentions.ts';
export { type BanFlags, ban, kick, listBans, listMembers, type ReasonFlags, setRole, unban } from './moderation.ts';
export { password } from './password.ts';
export { type MuteFlags, muteRoom, starRoom, unmuteRoom } from './room-choices.ts';
export {
  archiveRoom,
  type CreateRoomFlags,
  createRoom,
  joinRoom,
  type ListRoomsFlags,
  leaveRoom,
  listRooms,
  type PolicyFlags,
  renameRoom,
  setPolicy,
  setTopic,
} from './rooms.ts';
export { search } from './search.ts';
export { send } from './send.ts';
export { forget, listServers, useServer } from './servers.ts';
export { listSessions, revoke } from './sessions.ts';
export { type TailFlags, tail } from './tail.ts';
export { type UnreadFlags, unread } from './unread.ts';
export { users } from './users.ts';
export { type OpenChannel, type WatchFlags, watch } from './watch.ts';
export { whoami } from './whoami.ts';
