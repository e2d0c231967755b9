import { type Action, actions, mayDo, type Standing } from '../../packages/server/src/domain/permissions.ts';
import { table } from './table.ts';

/** What each action is called. */
const words: Readonly<Record<Action, string>> = {
  read: 'read the history and search it',
  send: 'send messages',
  'mention-everybody': 'mention everybody with `@room`, or those who are connected with `@here`',
  edit: 'edit and delete their own messages',
  'delete-message': 'delete the messages of others',
  leave: 'leave the room',
  invite: 'invite people',
  topic: 'set the topic',
  remove: 'remove members whose role is lower',
  ban: 'ban people whose role is lower, lift bans and list them',
  'set-role': 'make members moderators, members or readers',
  'make-owner': 'make members owners, and owners something else',
  rename: 'rename the room',
  policy: 'set who may invite, and what newcomers can read',
  archive: 'archive the room, or end that',
  delete: 'delete the room, seven days after it was archived',
};

const room = { kind: 'public', isAdministrator: false } as const;
const columns: readonly (readonly [string, Standing])[] = [
  ['reader', { ...room, role: 'reader' }],
  ['member', { ...room, role: 'member' }],
  ['moderator', { ...room, role: 'moderator' }],
  ['owner', { ...room, role: 'owner' }],
  ['in a direct room', { ...room, kind: 'direct', role: 'member' }],
  ['administrator', { kind: 'public', role: undefined, isAdministrator: true }],
];

/** The page about roles, generated from the table by which the server decides. */
export function renderPermissionsPage(): string {
  const rows = actions.map((action) => [
    words[action],
    ...columns.map(([, standing]) => (mayDo(action, standing) ? 'yes' : '–')),
  ]);
  return `# Who may do what in a room

Generated from \`packages/server/src/domain/permissions.ts\` by \`npm run docs\`. A test over real sockets compares the server with this table.

${table(['', ...columns.map(([name]) => name)], rows)}

- Its owners may leave inviting to the moderators and owners of a room. What other members have made before then cannot be used: neither
  pending invitations nor links.
- The creator of a room is its first owner. A room has at most ten. The last one makes somebody else an owner before leaving; if the account
  is disabled or deleted, the moderator who has been there for longest becomes an owner, or else the member, or else the reader. So a room
  in which anybody is left has an owner.
- Whoever comes first into a room without members, or whose members are all disabled, owns it. Readers who leave and come back are readers.
- A ban keeps somebody out until its end, or until it is lifted. It may be given before somebody has ever been in the room.
- An archived room can be read and left, and its owners can end that. Nothing else is possible in it, except
  that its owners can delete it after seven days. \`#general\` can be neither archived nor deleted.
- **Administrators** are named by the operator: \`securechat-server user grant NAME admin\`. They own \`#general\`, from which nobody can be
  removed, and may do the above in every public room without being members. They can name an owner for a room whose members are
  all disabled, and end the archiving of one that nobody owns. They cannot see private and direct rooms of others.
`;
}
