#!/usr/bin/env node
// Plain old JavaScript without static imports: those are loaded first, and fail in their own words on an old Node.
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
