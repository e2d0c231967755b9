import pino from 'pino';
import type { Log } from '../ports/log.ts';
import { createLogOutput } from './log-output.ts';

const secrets = [
  'password',
  'newPassword',
  'token',
  'invite',
  'passwordHash',
  'pepper',
  'text',
  'body',
  'authorization',
];

/**
 * Writes one line of JSON per record, to stderr by default. Fields with the name of a secret are redacted. A log that cannot be written,
 * because the disk is full or nobody reads, never throws and never blocks: its lines are dropped, and their number is logged once writing
 * works again.
 */
export function createJsonLog({ level, fd = 2 }: { level: string; fd?: number }): Log {
  const paths = secrets.flatMap((name) => [name, `*.${name}`]);
  const logger = pino(
    { level, base: null, redact: { paths, censor: '[secret]' }, timestamp: pino.stdTimeFunctions.isoTime },
    createLogOutput(fd),
  );
  return {
    debug: (what, fields = {}) => logger.debug(fields, what),
    info: (what, fields = {}) => logger.info(fields, what),
    warn: (what, fields = {}) => logger.warn(fields, what),
    error: (what, fields = {}) => logger.error(fields, what),
  };
}
