import { writeFileSync } from 'node:fs';
import { programFile, programMissing } from '../support/programs.ts';
import { type Daemon, daemonPeer, type Setting } from './daemon.ts';

const configuration = ({ sparePort, port, certificate: { keyFile, certFile } }: Setting) => `
[Global]
Name = irc.bench.localhost
Info = bench
Listen = 127.0.0.1
Ports = ${sparePort}
MotdPhrase = bench
ServerUID = ${process.getuid?.() ?? 0}
ServerGID = ${process.getgid?.() ?? 0}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
MaxPenaltyTime = 0
PingTimeout = 600
[Options]
DNS = no
Ident = no
PAM = no
[SSL]
KeyFile = ${keyFile}
CertFile = ${certFile}
CipherList = SECURE128:-VERS-ALL:+VERS-TLS1.3
Ports = ${port}
`;

const daemon: Daemon = {
  name: 'ngircd',
  dialect: 'irc',
  missing: () => programMissing('ngircd'),
  prepare: (setting) => {
    const file = `${setting.folder}/ngircd.conf`;
    writeFileSync(file, configuration(setting));
    return { command: [programFile('ngircd') ?? 'ngircd', '--nodaemon', '--config', file] };
  },
};

/** ngIRCd: stores nothing, makes no look-ups, and penalises nobody for many messages. */
export const ngircd = daemonPeer(daemon);
