import { readFileSync, writeFileSync } from 'node:fs';
import { hosts } from '../load/dialects/xmpp.ts';
import { programFile, programMissing } from '../support/programs.ts';
import { type Daemon, daemonPeer, type Setting } from './daemon.ts';

const configuration = ({ folder, port, members }: Setting) => `
loglevel: error
hosts: ["${hosts.people}"]
certfiles: ["${folder}/certificate.pem"]
auth_method: [anonymous]
anonymous_protocol: sasl_anon
allow_multiple_connections: true
listen:
  - port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    tls: true
    access: all
    shaper: none
    max_stanza_size: infinity
    protocol_options: [no_sslv3, no_tlsv1, no_tlsv1_1, no_compression]
modules:
  mod_mam:
    default: never
  mod_muc:
    hosts: ["${hosts.rooms}"]
    access_create: all
    access_persistent: all
    access_mam: all
    max_users: ${members.length + 10}
    room_shaper: none
    min_message_interval: 0
    default_room_options:
      mam: true
      persistent: true
      max_users: ${members.length + 10}
      presence_broadcast: []
`;

/** The folder of ejabberd's libraries, as its start script sets it. */
function libraries(): string {
  const script = readFileSync(programFile('ejabberdctl') ?? '', 'utf8');
  return /^ERL_LIBS='?([^'\n]+)'?$/m.exec(script)?.[1] ?? '';
}

const daemon: Daemon = {
  name: 'ejabberd',
  dialect: 'xmpp',
  bursts: true,
  missing: () => programMissing('ejabberdctl', 'ejabberd') ?? programMissing('erl', 'ejabberd'),
  prepare: (setting) => {
    const { folder, certificate } = setting;
    writeFileSync(`${folder}/ejabberd.yml`, configuration(setting));
    const pem = readFileSync(certificate.keyFile, 'utf8') + certificate.cert;
    writeFileSync(`${folder}/certificate.pem`, pem, { mode: 0o600 });
    return {
      // Not with its script, which changes to another user and starts the daemon that maps node names.
      command: [
        programFile('erl') ?? 'erl',
        ...['-noinput', '+K', 'true', '+P', '250000', '+Q', '65536'],
        ...['-mnesia', 'dir', `"${folder}/data"`],
        ...['-s', 'ejabberd'],
      ],
      env: {
        HOME: folder,
        ERL_LIBS: libraries(),
        EJABBERD_CONFIG_PATH: `${folder}/ejabberd.yml`,
        EJABBERD_LOG_PATH: `${folder}/ejabberd.log`,
        ERL_CRASH_DUMP: `${folder}/crash.dump`,
      },
    };
  },
};

/** ejabberd with rooms and their archive in Mnesia, which is its default; without shapers and join presence. */
export const ejabberd = daemonPeer(daemon);
