declare const SECURECHAT_VERSION: string | undefined;

/** The program's version, which the build inserts; in the source it is 0.0.0. */
export const version: string = typeof SECURECHAT_VERSION === 'string' ? SECURECHAT_VERSION : '0.0.0';
