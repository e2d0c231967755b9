/** Whether to retry: never with the same request, later unchanged, or after logging in again. */
export type Retry = 'never' | 'later' | 'after-sign-in';
type ErrorSpec = { readonly retry: Retry; readonly message: string };

/** All error codes, each with whether to retry and the sentence for the user. A code is never reused for a second meaning. */
export const errorCodes = {
  bad_frame: { retry: 'never', message: 'The server could not read this request. Update the client.' },
  unknown_type: {
    retry: 'never',
    message: 'This server does not support that yet. Its operator can update it.',
  },
  unsupported_version: {
    retry: 'never',
    message: 'Client and server use different protocol versions. Update the older one.',
  },
  not_signed_in: { retry: 'after-sign-in', message: 'You are not logged in.' },
  already_signed_in: { retry: 'never', message: 'This connection is already logged in. Log out first.' },
  wrong_credentials: { retry: 'never', message: 'Wrong user name or password. Forgotten? Your operator can reset it.' },
  session_expired: { retry: 'after-sign-in', message: 'Your session has ended. Log in again.' },
  too_many_connections: {
    retry: 'later',
    message: 'This account has too many open connections. Close some of its chats or scripts.',
  },
  no_such_session: { retry: 'never', message: 'No session has that ID. List your sessions to see their IDs.' },
  name_taken: { retry: 'never', message: 'That user name is taken. Choose another one.' },
  bad_name: {
    retry: 'never',
    message: 'User names have 2–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.',
  },
  weak_password: {
    retry: 'never',
    message: 'That password is too weak. Choose a longer, less common one.',
  },
  invite_needed: { retry: 'never', message: 'You need an invite to sign up here. Ask the operator for a link.' },
  bad_invite: {
    retry: 'never',
    message: 'That invite is not valid: it was used, has expired or was revoked. Ask for a new one.',
  },
  signup_closed: { retry: 'never', message: 'Sign-up is closed on this server. Ask its operator for an account.' },
  no_such_user: { retry: 'never', message: 'No account has that user name. Check the spelling.' },
  no_such_room: {
    retry: 'never',
    message: 'There is no such room, or it is not open to you. List the rooms to see what there is.',
  },
  room_exists: { retry: 'never', message: 'A room with that name already exists. Join it, or choose another name.' },
  not_a_member: {
    retry: 'never',
    message: 'You are not a member of that room. Join it first.',
  },
  already_member: { retry: 'never', message: 'That user is a member of the room already.' },
  no_such_invitation: {
    retry: 'never',
    message: 'There is no such invitation: it was used, declined or revoked, or has expired. Ask for a new one.',
  },
  too_many_invitations: {
    retry: 'never',
    message:
      'Too many invitations are pending for that user, in that room or by you. Revoke some, or wait until some are answered.',
  },
  not_allowed: { retry: 'never', message: 'Your role in that room does not allow this. Ask one of its owners.' },
  no_such_member: {
    retry: 'never',
    message: 'That user is not a member of the room.',
  },
  last_owner: {
    retry: 'never',
    message: 'The room would be without an owner. Make another member an owner first.',
  },
  too_many_owners: {
    retry: 'never',
    message: 'The room has as many owners as a room can. Give one of them another role first.',
  },
  banned: { retry: 'never', message: 'You are banned from that room. Its owners and moderators can lift the ban.' },
  not_banned: { retry: 'never', message: 'That user is not banned from the room. List the bans to see who is.' },
  too_many_rooms: { retry: 'never', message: 'You have joined as many rooms as an account can. Leave one first.' },
  too_many_rooms_created: {
    retry: 'never',
    message: 'You have created as many rooms as an account can. Use one of them, or ask somebody else to create it.',
  },
  state_full: {
    retry: 'never',
    message: 'You have as many drafts, stars and other entries as an account can keep. Delete some of them.',
  },
  too_many_direct_rooms: {
    retry: 'never',
    message:
      'You, or the person you write to, are in as many direct rooms as an account can be. Use a room for both instead.',
  },
  room_closed: {
    retry: 'never',
    message: 'The account of the other person is deleted or disabled, so this room can only be read.',
  },
  archived: {
    retry: 'never',
    message: 'That room is archived, so it can only be read. Its owners can end that.',
  },
  delete_too_early: {
    retry: 'never',
    message: 'A room can be deleted seven days after it was archived. Archive it first.',
  },
  direct_room: {
    retry: 'never',
    message: 'That is not possible in a direct room: it has no name, and always the same people.',
  },
  bad_text: {
    retry: 'never',
    message: 'The text contains control characters, such as colour codes. Remove them and try again.',
  },
  empty_text: { retry: 'never', message: 'The message is empty.' },
  too_long: { retry: 'never', message: 'The text is too long. Shorten it, or send it in parts.' },
  no_such_message: {
    retry: 'never',
    message: 'There is no such message in that room. Check its number.',
  },
  message_deleted: { retry: 'never', message: 'That message was deleted.' },
  edit_too_late: { retry: 'never', message: 'That message is too old to be edited on this server.' },
  changed_since: { retry: 'never', message: 'That message was changed since you read it. Look at it again.' },
  id_reused: {
    retry: 'never',
    message: 'That message ID was already used for another text. Give each message an ID of its own.',
  },
  slow_down: { retry: 'later', message: 'Too many requests. Wait a moment.' },
  busy: { retry: 'later', message: 'The server is busy. Try again in a moment.' },
  storage_failed: {
    retry: 'later',
    message: 'The server could not save it. Try again; if it fails again, tell the operator to check the disk.',
  },
  going_down: { retry: 'later', message: 'The server is restarting. Try again in a moment.' },
  internal: { retry: 'later', message: 'Internal server error. Try again; if it happens again, tell the operator.' },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof errorCodes;

/** Why a request was refused. */
export type Refusal = {
  readonly code: ErrorCode;
  /** A more specific sentence than the table's: which rule was broken, what was expected. */
  readonly detail?: string;
  /** The earliest time at which a retry can succeed, from now. */
  readonly retryAfterMs?: number;
  /** The protocol versions that the server speaks, with `unsupported_version`. */
  readonly versions?: { readonly oldest: number; readonly newest: number };
};

/** The sentence for a code; a code from a newer server gets a general one. */
export function sayError(code: string): string {
  return Object.hasOwn(errorCodes, code)
    ? errorCodes[code as ErrorCode].message
    : 'The server refused the request for a reason this version does not know. Update the client.';
}

/** Whether to retry; a code from a newer server counts as `never`. */
export function retryOf(code: string): Retry {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].retry : 'never';
}
