/** The structured log. Fields are ids, codes and numbers; never bodies, passwords or tokens. */
export interface Log {
  debug(what: string, fields?: Readonly<Record<string, unknown>>): void;
  info(what: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(what: string, fields?: Readonly<Record<string, unknown>>): void;
  error(what: string, fields?: Readonly<Record<string, unknown>>): void;
}
