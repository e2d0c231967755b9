/** Visible ASCII. The case of other letters is kept, because folding may turn a look-alike into ASCII (K, the Kelvin sign, becomes k). */
const ascii = /^[\x21-\x7e]*$/;

function typedName(typed: string, sign: '@' | '#'): string {
  const text = typed.trim();
  const bare = text.startsWith(sign) ? text.slice(1) : text;
  return ascii.test(bare) ? bare.toLowerCase() : bare;
}

/**
 * The user name that a person means who types it in any case, with spaces around it, or with `@`: ` Ada `, `ADA` and `@ada` are `ada`.
 * Servers and clients read every typed name with this. The result need not be a user name: `isUserId` says whether it is.
 */
export function typedUserName(typed: string): string {
  return typedName(typed, '@');
}

/** The name that a person means who types that of a room, like `typedUserName`, but with `#`. */
export function typedRoomName(typed: string): string {
  return typedName(typed, '#');
}
