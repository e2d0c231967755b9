/** The numbers of a room's links. */
type RoomNumbers = {
  /** The number of an address: assigned on first use, and stable from then on. */
  readonly of: (url: string) => number;
  /** The address that has this number. */
  readonly urlOf: (number: number) => string | undefined;
};

/** The numbers by which links are opened while the chat is open. */
export type LinkNumbers = { in(room: string): RoomNumbers };

/** How links are numbered; `inline` shows the numbers in the text, for terminals without hyperlinks. */
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

/** Numbers the links of each room in the order in which they are first shown, so that a number on the screen stays valid. */
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
