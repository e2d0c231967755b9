declare const SECURECHAT_VERSION: string | undefined;

/** This program's version: written in by the build; the source itself has none. */
export const version: string = typeof SECURECHAT_VERSION === 'string' ? SECURECHAT_VERSION : '0.0.0';
