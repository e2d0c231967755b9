/** The numbers of a room's links. */
type RoomNumbers = {
  /** The number of an address: given when it is first asked for, and the same from then on. */
  readonly of: (url: string) => number;
  /** The address that has this number. */
  readonly urlOf: (number: number) => string | undefined;
};

/** The numbers that links are named by, while the chat is open. */
export type LinkNumbers = { in(room: string): RoomNumbers };

/** How links are named: by these numbers, which stand in the text (`inline`) where the terminal opens no links. */
export type NamedLinks = { readonly numbers: LinkNumbers; readonly inline: boolean };

function roomNumbers(): RoomNumbers {
  const urls: string[] = [];
  const numbers = new Map<string, number>();
  return {
    of: (url) => {
      const known = numbers.get(url);
      if (known !== undefined) return known;
      const number = urls.push(url);
      numbers.set(url, number);
      return number;
    },
    urlOf: (number) => urls[number - 1],
  };
}

/**
 * Counts the links of each room in the order in which they are first shown, so that a number that somebody has read still means the
 * same when they type it, whatever came meanwhile.
 */
export function linkNumbers(): LinkNumbers {
  const rooms = new Map<string, RoomNumbers>();
  return {
    in: (room) => {
      const known = rooms.get(room) ?? roomNumbers();
      rooms.set(room, known);
      return known;
    },
  };
}
