import { type ChatState, isBlocked, memberActions, personIn, type RoomState } from '@securechat/client';
import { cleanLine, profileText, roleWords } from '@securechat/client/present';
import type { MemberRole, MemberSummary } from '@securechat/protocol';
import { button, make } from './elements.ts';

/** What can be done with a member. */
export type MemberDeed =
  | { readonly does: 'message' | 'remove' | 'ban' | 'block' | 'unblock' }
  | { readonly does: 'make'; readonly role: MemberRole };

export type MemberItemParts = {
  readonly state: ChatState;
  readonly room: RoomState;
  readonly member: MemberSummary;
  /** Whether the buttons of the member are shown. */
  readonly open: boolean;
  /** Shows or hides the buttons. */
  readonly toggle: () => void;
  readonly run: (deed: MemberDeed) => void;
};

type Choice = { readonly label: string; readonly description: string; readonly deed: MemberDeed };

const block = (user: string): Choice => ({
  label: 'Block',
  description: `Block ${user}: fold their messages, for you only`,
  deed: { does: 'block' },
});
const unblock = (user: string): Choice => ({
  label: 'Unblock',
  description: `Unblock ${user}`,
  deed: { does: 'unblock' },
});

/** What the user's role allows with this member, besides writing to them, and what everybody can do for themselves. */
function choicesOf({ state, room, member }: MemberItemParts): readonly Choice[] {
  const { roles, remove } = memberActions(state, room, member);
  const user = cleanLine(member.user);
  const isMe = member.user === state.me;
  return [
    ...roles.map((role) => ({
      label: isMe ? `Become ${roleWords(role)}` : `Make ${role}`,
      description: isMe ? `Become ${roleWords(role)}` : `Make ${user} ${roleWords(role)}`,
      deed: { does: 'make', role } as const,
    })),
    ...(remove
      ? [
          { label: 'Remove…', description: `Remove ${user}`, deed: { does: 'remove' } as const },
          { label: 'Ban…', description: `Ban ${user}`, deed: { does: 'ban' } as const },
        ]
      : []),
    ...(isMe ? [] : [isBlocked(state, member.user) ? unblock(user) : block(user)]),
  ];
}

/** A member in the list: name, role, presence, profile, and what can be done with them. */
export function memberItem(parts: MemberItemParts): HTMLElement {
  const { state, member, open, toggle, run } = parts;
  const { user, role, online } = member;
  const name = cleanLine(user);
  const isMe = user === state.me;
  const about = profileText(personIn(state, user));
  // Most are members: only other roles are worth a word.
  const roleMark = role === 'member' ? [] : [make('span', { class: 'role' }, role), ' '];
  if (isBlocked(state, user)) roleMark.push(make('span', { class: 'role' }, 'blocked'), ' ');
  const presence = make('span', { class: 'presence' }, online ? 'online' : 'offline');
  const who = make('p', { class: 'who' }, make('bdi', {}, isMe ? `${name} (you)` : name), ' ', ...roleMark, presence);
  const item = make('li', { 'data-online': String(online), 'data-user': user }, who);
  if (about !== '') item.append(make('p', { class: 'hint' }, about));
  const keyed = (key: string, pressed: HTMLElement) => {
    pressed.dataset.key = `${key} ${user}`;
    return pressed;
  };
  const [does, label] = isMe ? ['Notes', 'Notes to yourself'] : ['Message', `Message ${name}`];
  const write = keyed(
    'message',
    button(does, () => run({ does: 'message' }), label),
  );
  const choices = choicesOf(parts);
  const buttons = make('p', { class: 'member-buttons' }, write);
  item.append(buttons);
  if (choices.length === 0) return item;
  const more = keyed('more', button('More', toggle, `More about ${name}`));
  more.setAttribute('aria-expanded', String(open));
  buttons.append(more);
  if (!open) return item;
  const offered = choices.map(({ label: text, description, deed }) =>
    keyed(
      text,
      button(text, () => run(deed), description),
    ),
  );
  item.append(make('p', { class: 'choices' }, ...offered));
  return item;
}
