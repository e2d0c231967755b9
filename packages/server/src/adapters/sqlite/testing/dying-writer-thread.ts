// A writer thread that crashes at its first message.
import { serveWriter } from '../writer-loop.ts';
import { createWrites } from '../writes.ts';

serveWriter((db, cache) => ({
  ...createWrites(db, cache),
  append() {
    setTimeout(() => {
      throw new Error('the thread fell over');
    });
    throw Object.assign(new Error('not now'), { code: 'SQLITE_NOMEM' });
  },
}));
