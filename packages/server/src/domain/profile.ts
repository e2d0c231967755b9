// Runs in the writer thread: relative files and types only.

/** What a user says about themselves; an empty text is none. */
export type StoredProfile = {
  readonly displayName: string;
  readonly status: string;
  /** Undefined unless the user has said that they are away: the reason, which may be empty. */
  readonly away: string | undefined;
  /** Whether the user's presence and typing are told to nobody, and those of others not to the user. */
  readonly hidden: boolean;
};

/** What is to change in a profile; `away: null` ends being away. */
export type ProfileChange = {
  readonly displayName?: string | undefined;
  readonly status?: string | undefined;
  readonly away?: string | null | undefined;
  readonly hidden?: boolean | undefined;
};

/** The profile of a new account. */
export const emptyProfile: StoredProfile = { displayName: '', status: '', away: undefined, hidden: false };

/** A profile after a change. */
export function profileAfter(before: StoredProfile, { away, ...change }: ProfileChange): StoredProfile {
  return {
    displayName: change.displayName ?? before.displayName,
    status: change.status ?? before.status,
    away: away === undefined ? before.away : (away ?? undefined),
    hidden: change.hidden ?? before.hidden,
  };
}
