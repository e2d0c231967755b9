#!/usr/bin/env node
// Plain old JavaScript on purpose: it must run on a Node that cannot run the program, and say so.
// Signals that have no meaning here are ignored: by default one opens Node's debugger on a port, and the others end the process.
var isProfiled = process.execArgv.some((argument) => argument.indexOf('--cpu-prof') === 0);
['USR1', 'USR2', 'ALRM', 'VTALRM', 'PROF', 'IO', 'PWR', 'STKFLT', 'XCPU', 'XFSZ'].forEach((name) => {
  // With this one Node's profiler takes its samples.
  if (name === 'PROF' && isProfiled) return;
  try {
    process.on(`SIG${name}`, () => {});
  } catch (_) {
    // This system does not have the signal.
  }
});
var parts = process.versions.node.split('.');
if (Number(parts[0]) < 22 || (Number(parts[0]) === 22 && Number(parts[1]) < 18)) {
  process.stderr.write(
    'securechat-server needs Node 22.18 or newer; this is ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org\n',
  );
  process.exit(1);
}
import('../dist/main.js')
  .then((main) => main.run())
  .catch((error) => {
    process.stderr.write(`securechat-server cannot start: ${error.message}\n`);
    process.exit(1);
  });
