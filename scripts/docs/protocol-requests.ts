import type { ErrorCode } from '../../packages/protocol/src/errors.ts';
import { type RequestType, replies } from '../../packages/protocol/src/replies.ts';
import { requestRules } from '../../packages/server/src/gateways/ws/routes.ts';
import { table } from './table.ts';

/** What a client does with a request that got no answer. */
const afterSilence = {
  repeat: 'repeat it',
  same: 'repeat it with the same `clientId`',
  connect: 'connect again',
  look: 'look what became of it',
} as const;

type Request = {
  /** What refuses it, beside what may refuse any request. */
  readonly codes: readonly ErrorCode[];
  readonly silence: keyof typeof afterSilence;
};

const text: readonly ErrorCode[] = ['too_long', 'bad_text'];
const inRoom: readonly ErrorCode[] = ['no_such_room', 'not_a_member'];
const byRole: readonly ErrorCode[] = [...inRoom, 'not_allowed', 'direct_room', 'archived'];

const byChange: readonly ErrorCode[] = [...inRoom, 'no_such_message', 'archived', 'id_reused', 'session_expired'];

/** Every request with a reply. A new one does not compile without its row. */
const requests: { readonly [T in RequestType]: Request } = {
  hello: { codes: ['unsupported_version'], silence: 'connect' },
  signup: {
    codes: [
      'signup_closed',
      'bad_name',
      'name_taken',
      'weak_password',
      'invite_needed',
      'bad_invite',
      'already_signed_in',
      'too_many_connections',
    ],
    silence: 'look',
  },
  login: { codes: ['wrong_credentials', 'already_signed_in', 'too_many_connections'], silence: 'connect' },
  resume: { codes: ['session_expired', 'already_signed_in', 'too_many_connections'], silence: 'connect' },
  logout: { codes: [], silence: 'connect' },
  'password.change': { codes: ['wrong_credentials', 'weak_password'], silence: 'look' },
  'account.delete': { codes: ['wrong_credentials'], silence: 'look' },
  'session.list': { codes: [], silence: 'repeat' },
  'session.revoke': { codes: ['no_such_session'], silence: 'repeat' },
  'room.create': {
    codes: ['bad_name', 'room_exists', 'too_many_rooms', 'too_many_rooms_created', ...text],
    silence: 'look',
  },
  'direct.open': { codes: ['no_such_user', 'too_many_direct_rooms'], silence: 'repeat' },
  'room.find': { codes: ['no_such_room', 'bad_name'], silence: 'repeat' },
  'room.join': { codes: ['no_such_room', 'bad_name', 'banned', 'too_many_rooms', 'direct_room'], silence: 'repeat' },
  'room.leave': { codes: ['no_such_room', 'last_owner', 'direct_room'], silence: 'repeat' },
  'room.remove': { codes: [...byRole, 'no_such_user', 'no_such_member', ...text], silence: 'repeat' },
  'room.role': {
    codes: [...byRole, 'no_such_user', 'no_such_member', 'last_owner', 'too_many_owners'],
    silence: 'repeat',
  },
  'room.ban': { codes: [...byRole, 'no_such_user', ...text], silence: 'repeat' },
  'room.unban': { codes: [...byRole, 'no_such_user', 'not_banned'], silence: 'repeat' },
  'room.bans': { codes: byRole, silence: 'repeat' },
  'room.rename': { codes: [...byRole, 'bad_name', 'room_exists'], silence: 'repeat' },
  'room.topic': { codes: [...byRole, ...text], silence: 'repeat' },
  'room.policy': { codes: byRole, silence: 'repeat' },
  'room.archive': { codes: byRole, silence: 'repeat' },
  'room.delete': { codes: [...byRole, 'delete_too_early'], silence: 'repeat' },
  'room.list': { codes: [], silence: 'repeat' },
  'room.members': { codes: inRoom, silence: 'repeat' },
  'invitation.create': {
    codes: [...byRole, 'no_such_user', 'already_member', 'banned', 'too_many_invitations'],
    silence: 'repeat',
  },
  'invitation.list': { codes: [], silence: 'repeat' },
  'invitation.accept': { codes: ['no_such_invitation', 'banned', 'too_many_rooms'], silence: 'repeat' },
  'invitation.decline': { codes: ['no_such_invitation'], silence: 'repeat' },
  'invitation.revoke': { codes: [...byRole, 'no_such_user', 'no_such_invitation'], silence: 'repeat' },
  'invitation.link': { codes: [...byRole, 'too_many_invitations'], silence: 'look' },
  'room.invitations': { codes: byRole, silence: 'repeat' },
  'message.send': {
    codes: [...inRoom, 'not_allowed', 'archived', 'room_closed', 'id_reused', 'empty_text', ...text, 'session_expired'],
    silence: 'same',
  },
  'message.edit': {
    codes: [...byChange, 'not_allowed', 'message_deleted', 'edit_too_late', 'changed_since', 'empty_text', ...text],
    silence: 'same',
  },
  'message.delete': { codes: [...byChange, 'not_allowed', ...text], silence: 'same' },
  history: { codes: inRoom, silence: 'repeat' },
  log: { codes: inRoom, silence: 'repeat' },
  search: { codes: inRoom, silence: 'repeat' },
  'mention.list': { codes: [], silence: 'repeat' },
  sync: { codes: [], silence: 'connect' },
  'profile.set': { codes: text, silence: 'repeat' },
  'profile.get': { codes: ['no_such_user'], silence: 'repeat' },
  'state.set': { codes: ['state_full'], silence: 'repeat' },
  ping: { codes: [], silence: 'connect' },
};

/** What may refuse any request. */
const anyRequest: readonly ErrorCode[] = [
  'bad_frame',
  'unknown_type',
  'not_signed_in',
  'slow_down',
  'busy',
  'storage_failed',
  'going_down',
  'internal',
];

/** The codes that some request is refused with. */
export const codesOfRequests: ReadonlySet<ErrorCode> = new Set([
  ...anyRequest,
  ...Object.values(requests).flatMap(({ codes }) => codes),
]);

const budgetOf = (type: string, cost: number) => (type === 'message.send' ? '1 message' : String(cost));
const whoOf = { greeting: 'first', guest: 'before log-in', user: 'after log-in', anyone: 'any time' } as const;

/** When each request may be sent, what it costs, what refuses it, and what to do if no answer comes. */
export function requestsSection(): string {
  const code = (name: string) => `\`${name}\``;
  const rows = requestRules().map(({ type, who, cost }) => {
    const request = type in replies ? requests[type as RequestType] : undefined;
    const codes = [...new Set(request?.codes ?? [])].map(code).join(', ');
    return [
      code(type),
      whoOf[who],
      budgetOf(type, cost),
      codes,
      request ? afterSilence[request.silence] : 'is never answered',
    ];
  });
  return `## Requests at a glance

Any request may be refused with ${anyRequest.map(code).join(', ')}. No answer within the time of \`requestTimeoutMs\` means that
the client does not know what happened. To repeat what changes nothing the second time is safe. Where the table says *look*, the first
request may have succeeded: after \`signup\`, log in; after \`room.create\`, find the room; after \`invitation.link\`, revoke the room's
links; after \`password.change\` and \`account.delete\`, log in. Requests to *connect again* belong to their connection, which is then unusable.

${table(['request', 'when', 'cost', 'refused with', 'if no answer comes'], rows)}
`;
}
