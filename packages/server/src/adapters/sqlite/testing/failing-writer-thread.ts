// A writer thread on a disk that fails whenever a message asks for it.
import { serveWriter } from '../writer-loop.ts';
import { createWrites } from '../writes.ts';

serveWriter((db, cache) => {
  const writes = createWrites(db, cache);
  return {
    ...writes,
    append(draft) {
      const failing = draft.payload.includes('the disk fails');
      if (failing) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
      return writes.append(draft);
    },
  };
});
