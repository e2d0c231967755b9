import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { hosts } from '../load/dialects/xmpp.ts';
import { programFile, programMissing } from '../support/programs.ts';
import { type Daemon, daemonPeer, type Setting } from './daemon.ts';

/** Where archives are stored. Files are its default; only SQLite is synced to disk. */
type Storage = 'internal' | 'sql';

const configuration = ({ folder, port, certificate: { keyFile, certFile }, members }: Setting, storage: Storage) => `
run_as_root = true
daemonize = false
data_path = "${folder}/data"
log = { warn = "${folder}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { }
s2s_ports = { }
c2s_direct_tls_ports = { ${port} }
ssl = { key = "${keyFile}", certificate = "${certFile}", protocol = "tlsv1_2+" }
modules_enabled = { "tls", "saslauth", "disco" }
modules_disabled = { "s2s" }
storage = "${storage}"
sql = { driver = "SQLite3", database = "${folder}/data/prosody.sqlite" }
VirtualHost "${hosts.people}"
  authentication = "anonymous"
Component "${hosts.rooms}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_log_all_rooms = true
  muc_room_locking = false
  muc_room_default_persistent = true
  muc_room_cache_size = ${members.length}
  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
`;

function prosodyOn(name: string, storage: Storage, missing: Daemon['missing']): Daemon {
  return {
    name,
    dialect: 'xmpp',
    bursts: true,
    missing,
    prepare: (setting) => {
      const file = `${setting.folder}/prosody.cfg.lua`;
      mkdirSync(`${setting.folder}/data`);
      writeFileSync(file, configuration(setting, storage));
      return { command: [programFile('prosody') ?? 'prosody', '--no-daemonize', '--config', file] };
    },
  };
}

const program = () => programMissing('prosody');

/** The driver of its SQL storage; without it Prosody starts without storage and refuses everybody. */
function driverMissing(): string | undefined {
  if (globSync('/usr/{lib,lib/*,local/lib}/lua/*/dbd/sqlite3.so').length > 0) return undefined;
  return 'the SQLite driver for Lua is not installed; get it with: apt-get install -y lua-dbi-sqlite3';
}

/** Prosody with rooms and their archive in files, which are not synced to disk. Without join presence. */
export const prosody = daemonPeer(prosodyOn('Prosody', 'internal', program));
/** The same with its archive in SQLite, which is synced. */
export const prosodySqlite = daemonPeer(prosodyOn('Prosody, SQLite', 'sql', () => program() ?? driverMissing()));
