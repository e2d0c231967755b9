/** Why a store cannot be opened; `message` is one sentence with the path and the next step. */
export type OpenProblem = {
  readonly code: 'absent' | 'in-use' | 'newer' | 'unwritable' | 'damaged';
  readonly message: string;
};

/** No server was ever started on this folder, so there is nothing to look at. */
export function absent(dataDir: string): OpenProblem {
  const message = `There is no server data in ${dataDir}. Use the same --data as with serve.`;
  return { code: 'absent', message };
}

/** Turns an error code of SQLite or the file system into a sentence. */
export function openProblem(code: string, path: string): OpenProblem {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return {
      code: 'in-use',
      message: `${path} is in use by another server: stop it, or choose another data folder with --data.`,
    };
  }
  if (code === 'newer') {
    return {
      code,
      message: `${path} was written by a newer version: install that version again, or choose another data folder with --data.`,
    };
  }
  if (/^SQLITE_(NOTADB|CORRUPT|ERROR|SCHEMA)/.test(code)) {
    return {
      code: 'damaged',
      message: `${path} is damaged or not a SecureChat database: restore it from a backup, or choose another data folder with --data.`,
    };
  }
  return {
    code: 'unwritable',
    message: `${path} cannot be written (${code}): check its owner, its permissions and the free space, or choose another data folder with --data.`,
  };
}
