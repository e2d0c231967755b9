import pino from 'pino';
import type { Log } from '../ports/log.ts';

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

/** One JSON line a record, to stderr unless told otherwise, written at once so that nothing is lost at exit. Fields whose names promise secrets are blanked. */
export function createJsonLog({ level, fd = 2 }: { level: string; fd?: number }): Log {
  const paths = secrets.flatMap((name) => [name, `*.${name}`]);
  const logger = pino(
    { level, base: null, redact: { paths, censor: '[secret]' }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: fd, sync: true }),
  );
  return {
    debug: (what, fields = {}) => logger.debug(fields, what),
    info: (what, fields = {}) => logger.info(fields, what),
    warn: (what, fields = {}) => logger.warn(fields, what),
    error: (what, fields = {}) => logger.error(fields, what),
  };
}
