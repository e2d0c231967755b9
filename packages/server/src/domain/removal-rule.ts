// The writer thread judges by this too: no imports.

/** How the two stand to the room at the moment of the removal. */
type RemovalFacts = { readonly byIsMember: boolean; readonly byMadeIt: boolean; readonly userIsMember: boolean };

/** Why one member may not remove another, or undefined: the room's maker may, as long as it is a member itself. */
export function removalRefusal({
  byIsMember,
  byMadeIt,
  userIsMember,
}: RemovalFacts): 'not_a_member' | 'not_allowed' | 'no_such_member' | undefined {
  // In this order: who is not inside learns nothing of who is.
  if (!byIsMember) return 'not_a_member';
  if (!byMadeIt) return 'not_allowed';
  return userIsMember ? undefined : 'no_such_member';
}
