import type { Failure } from '@securechat/client';
import type { Result } from '@securechat/protocol';

/** Awaits a result, and shows the error if there is one. */
export type OrShowError = <T>(asking: Promise<Result<T, Failure>>) => Promise<T | undefined>;
