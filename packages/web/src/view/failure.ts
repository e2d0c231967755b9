import type { Failure } from '@securechat/client';
import type { Result } from '@securechat/protocol';

/** Waits for an answer and shows why there is none. */
export type OrShowError = <T>(asking: Promise<Result<T, Failure>>) => Promise<T | undefined>;
