/** When asking again can help: never as it stands, later unchanged, or after a new log-in. */
export type Retry = 'never' | 'later' | 'after_sign_in';
type ErrorSpec = { readonly retry: Retry; readonly say: string };

/** Every refusal there is: whether to ask again, and what to tell a person. A code is never reused for a second meaning. */
export const errorCodes = {
  bad_frame: { retry: 'never', say: 'The request was malformed. Update the client, or the program that wrote it.' },
  unknown_type: {
    retry: 'never',
    say: 'The server does not know this request. Update the server, or ask for something else.',
  },
  unsupported_version: {
    retry: 'never',
    say: 'Client and server speak different protocol versions. Update the older of the two.',
  },
  not_signed_in: { retry: 'after_sign_in', say: 'Log in first.' },
  already_signed_in: { retry: 'never', say: 'This connection is already logged in. Log out first.' },
  wrong_credentials: { retry: 'never', say: 'Wrong user name or password. Forgotten? Your operator can reset it.' },
  session_expired: { retry: 'after_sign_in', say: 'Your session has ended. Log in again.' },
  too_many_sessions: { retry: 'never', say: 'This account is logged in on too many devices. Log out on one of them.' },
  too_many_connections: {
    retry: 'later',
    say: 'This account has too many open connections. Close some of its chats or scripts.',
  },
  no_such_session: { retry: 'never', say: 'There is no such session. List your sessions to see their ids.' },
  name_taken: { retry: 'never', say: 'That user name is taken. Choose another.' },
  bad_name: {
    retry: 'never',
    say: 'User names have 2–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.',
  },
  weak_password: {
    retry: 'never',
    say: 'That password is too weak. Choose a longer one that is not among the common ones.',
  },
  invite_needed: { retry: 'never', say: 'Sign-up needs an invite here. Ask the operator for an invite link.' },
  bad_invite: { retry: 'never', say: 'That invite is unknown, used or out of date. Ask for a new one.' },
  signup_closed: { retry: 'never', say: 'This server takes no new accounts. Ask its operator.' },
  no_such_room: { retry: 'never', say: 'There is no such room. List the rooms to see their names.' },
  room_exists: { retry: 'never', say: 'A room of that name exists. Join it, or choose another name.' },
  not_a_member: {
    retry: 'never',
    say: 'You are not a member of that room, or there is none of that name. List the rooms, then join it.',
  },
  not_allowed: { retry: 'never', say: 'Only the one who made the room may do that.' },
  no_such_member: {
    retry: 'never',
    say: 'That user is not a member of the room. List its members to see who is.',
  },
  too_many_rooms: { retry: 'never', say: 'You are in too many rooms. Leave one first.' },
  too_many_rooms_created: {
    retry: 'never',
    say: 'You have created as many rooms as one account may. Use one of them, or ask somebody else to create it.',
  },
  bad_text: {
    retry: 'never',
    say: 'The text holds characters that are not allowed. Remove control characters and try again.',
  },
  empty_text: { retry: 'never', say: 'The message is empty. Write something visible.' },
  too_long: { retry: 'never', say: 'The text is too long. Shorten it or send it in parts.' },
  id_reused: { retry: 'never', say: 'That message id was used for another text. Give each message an id of its own.' },
  slow_down: { retry: 'later', say: 'Too fast. Wait a moment.' },
  busy: { retry: 'later', say: 'The server is busy. Try again in a moment.' },
  storage_failed: {
    retry: 'later',
    say: 'The server could not save it. Its operator should look at the disk; then try again.',
  },
  going_down: { retry: 'later', say: 'The server is being restarted. Try again in a moment.' },
  internal: { retry: 'later', say: 'Something went wrong in the server. Try again; tell the operator if it stays.' },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof errorCodes;

/** Why something was refused: a code, and what belongs to it. */
export type Refusal = {
  readonly code: ErrorCode;
  /** More than the table says, for a person: which rule of several, what was expected. */
  readonly detail?: string;
  /** When asking again can help, at the earliest. */
  readonly retryAfterMs?: number;
};

/** The sentence for a code; a code from a newer server gets a general one. */
export function sayError(code: string): string {
  return Object.hasOwn(errorCodes, code)
    ? errorCodes[code as ErrorCode].say
    : 'The server refused. Update the client to learn why.';
}

/** Whether asking again can help; a code from a newer server counts as final. */
export function retryOf(code: string): Retry {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].retry : 'never';
}
