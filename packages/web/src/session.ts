/** Where a token may be kept: the two storages of a browser, or what a test gives. */
export type Storages = { readonly tab: Storage | undefined; readonly device: Storage | undefined };

const key = 'securechat.token';

/** The browser's storages; a browser may deny each, and the page then works for as long as it is open. */
export function storagesOf(window: Window): Storages {
  const reach = (get: () => Storage) => {
    try {
      return get();
    } catch {
      return undefined;
    }
  };
  return { tab: reach(() => window.sessionStorage), device: reach(() => window.localStorage) };
}

/** Keeps the token for this tab, or with `stay` for this device; in one place only. */
export function keepToken({ tab, device }: Storages, token: string, stay: boolean): void {
  const [keep, clear] = stay ? [device, tab] : [tab, device];
  attempt(() => clear?.removeItem(key));
  attempt(() => keep?.setItem(key, token));
}

/** The kept token, if there is one. */
export function keptToken({ tab, device }: Storages): string | undefined {
  return attempt(() => tab?.getItem(key) ?? device?.getItem(key)) ?? undefined;
}

/** Forgets the token everywhere. */
export function forgetToken({ tab, device }: Storages): void {
  for (const storage of [tab, device]) attempt(() => storage?.removeItem(key));
}

function attempt<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}
