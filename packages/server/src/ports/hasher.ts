import type { Result } from '@securechat/protocol/result';

/** Hashes passwords, slowly on purpose. At most a few at once, a bounded queue behind them, `busy` beyond. */
export interface Hasher {
  hash(password: string): Promise<Result<string, 'busy'>>;
  /** Compares with a hash; without one (unknown user) takes the same time and says false. */
  verify(password: string, hash: string | undefined): Promise<Result<boolean, 'busy'>>;
}
