import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { lacks, temporaryFolder } from './support/tools.ts';

// kill -9 cannot show a missing fsync (the page cache survives it), and the pragma reads FULL when it is not: so count.
test.skipIf(lacks('strace'))(
  'each message sent alone costs an fsync of the log before it is acknowledged',
  async () => {
    using folder = temporaryFolder();
    const trace = folder.in('trace');
    await using server = await startServer(folder.path, {
      wrap: ['strace', '-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync'],
    });
    const ada = await person('ada', folder.path, server);
    const count = () =>
      readFileSync(trace, 'utf8')
        .split('\n')
        .filter((line) => /f(data)?sync\(/.test(line)).length;
    const before = count();
    for (let i = 0; i < 10; i++) expect((await ada.run(['send', `message ${i}`])).code).toBe(0);
    expect(count() - before).toBeGreaterThanOrEqual(10);
  },
);
