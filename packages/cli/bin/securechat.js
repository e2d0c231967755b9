#!/usr/bin/env node
// Plain JavaScript without static imports, which load first and would fail with an obscure error on an old Node.
// Ignore unused signals: by default SIGUSR1 opens Node's debugger on a port, and the others end the process.
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
var version = process.versions.node;
var parts = version.split('.').map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  process.stderr.write(
    `securechat needs Node 22.18 or newer; this is ${version}. Install a newer one from https://nodejs.org\n`,
  );
  process.exit(1);
} else {
  import('../dist/main.js').catch((problem) => {
    process.stderr.write(`securechat cannot start: ${problem.message}\n`);
    process.exit(1);
  });
}
