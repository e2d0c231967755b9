// `npm run build`: builds the packages in dependency order, quietly; prints all of turbo's output if it fails. No telemetry.
import { spawnSync } from 'node:child_process';

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
if (process.stderr.isTTY) process.stderr.write('building …\n');
const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only'], {
  env,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (built.status !== 0) {
  process.stderr.write(`${built.stdout ?? ''}${built.stderr ?? ''}${built.error ?? ''}\n`);
  process.exit(1);
}
