import process from 'node:process';
import { keepCompiled } from './process/compile-cache.ts';
import { version } from './process/version.ts';

const argv = process.argv.slice(2);
if (argv.length === 1 && ['--version', '-V', '-v', 'version'].includes(argv[0] ?? '')) {
  // Asked often, by scripts; the whole program would take twice the time of this. It answers all other ways to ask.
  process.stdout.on('error', () => process.exit(0));
  process.stdout.write(`${version}\n`);
} else {
  keepCompiled(argv, process.env);
  await import('./start.ts');
}
