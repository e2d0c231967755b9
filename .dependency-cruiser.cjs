// The arrow: protocol <- server      protocol <- client <- cli, web      prompt <- server, cli
const libs = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
const notTests = '\\.test\\.tsx?$|/(testing|contracts|test)/';
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/**
 * The folders of the terminal client, each with those it may import; ARCHITECTURE.md says what is in them. Beside them are only the files
 * that join them: main, start, program and its commands' table, open-screen.
 */
const cliFolders = {
  text: [],
  process: ['text'],
  output: ['text', 'process'],
  'cli-args': ['text', 'process', 'output'],
  config: ['text', 'process', 'output'],
  settings: ['text', 'cli-args', 'config'],
  accounts: ['text', 'process', 'output', 'cli-args', 'config'],
  'local-data': ['text', 'process', 'cli-args', 'config', 'accounts'],
  sending: ['text', 'process', 'output', 'cli-args', 'config', 'accounts', 'local-data'],
  chat: ['text', 'process', 'output', 'cli-args', 'config', 'settings', 'local-data'],
  screen: ['text', 'settings', 'chat'],
  terminal: ['text', 'process', 'settings', 'chat', 'screen'],
  plain: ['text', 'process', 'output', 'sending', 'chat'],
  commands: [
    ...['text', 'process', 'output', 'cli-args', 'config', 'settings', 'accounts', 'local-data', 'sending'],
    ...['chat', 'plain'],
  ],
};
const folderRules = [
  ...Object.entries(cliFolders).map(([folder, mayImport]) =>
    rule(
      `cli-folder-${folder}`,
      { path: `^packages/cli/src/${folder}/`, pathNot: notTests },
      { path: `^packages/cli/src/(?!(${[folder, ...mayImport].join('|')})/)` },
      `${folder} imports ${mayImport.join(', ') || 'no other folder'}.`,
    ),
  ),
  rule(
    'cli-folders-are-known',
    { path: `^packages/cli/src/(?!(${Object.keys(cliFolders).join('|')}|testing)/)[^/]+/` },
    {},
    'A new folder gets a row in cliFolders and in ARCHITECTURE.md.',
  ),
];

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }, 'Two files that need each other are one file, or lack a third.'),
    rule('protocol-is-a-leaf', { path: '^packages/protocol/src' }, { path: '^packages/(?!protocol)' }),
    rule(
      'protocol-needs-only-valibot',
      { path: '^packages/protocol/src', pathNot: notTests },
      { path: 'node_modules', pathNot: libs('valibot') },
    ),
    rule(
      'prompt-is-a-leaf',
      { path: '^packages/prompt/src', pathNot: notTests },
      { path: ['^packages/(?!prompt)', 'node_modules'] },
    ),
    rule(
      'server-knows-only-protocol-and-prompt',
      { path: '^packages/server/src', pathNot: notTests },
      { path: '^packages/(?!server|protocol|prompt)' },
    ),
    rule(
      'server-asks-only-in-main',
      { path: '^packages/server/src', pathNot: ['^packages/server/src/main\\.ts$', notTests] },
      { path: '^packages/prompt' },
    ),
    rule(
      'client-knows-only-protocol',
      { path: '^packages/client/src', pathNot: notTests },
      { path: '^packages/(?!client|protocol)' },
    ),
    rule(
      'cli-and-web-never-reach-the-server',
      { path: '^packages/(cli|web)/src', pathNot: notTests },
      { path: '^packages/server' },
    ),
    rule(
      'domain-is-pure',
      { path: '^packages/server/src/domain', pathNot: notTests },
      { path: ['^packages/server/src/(?!domain)', 'node_modules'], pathNot: '^packages/protocol' },
    ),
    rule(
      'domain-touches-no-node',
      { path: '^packages/server/src/domain', pathNot: notTests },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'ports-are-types-only',
      { path: '^packages/server/src/ports' },
      { path: '^packages/server/src/(app|gateways|adapters)' },
    ),
    rule(
      'app-sees-ports-not-adapters',
      { path: '^packages/server/src/app', pathNot: notTests },
      { path: '^packages/server/src/(gateways|adapters)' },
    ),
    rule(
      'app-speaks-no-wire',
      { path: '^packages/server/src/(app|domain)' },
      { path: '^packages/protocol/src/(index|frames|client-frame|server-frame|codec|replies)' },
      'An IRC gateway must be able to call the same use cases.',
    ),
    rule(
      'gateways-ask-the-app',
      { path: '^packages/server/src/gateways', pathNot: notTests },
      { path: '^packages/server/src/adapters' },
    ),
    rule(
      'gateways-do-not-know-each-other',
      { path: '^packages/server/src/gateways/([^/]+)/' },
      { path: '^packages/server/src/gateways/[^/]+/', pathNot: '^packages/server/src/gateways/($1|shared)/' },
      'What they have in common is in gateways/shared.',
    ),
    rule(
      'shared-code-knows-no-gateway',
      { path: '^packages/server/src/gateways/shared/' },
      { path: ['^packages/server/src/gateways/(?!shared/)', libs('ws')] },
    ),
    rule(
      'adapters-serve-ports',
      { path: '^packages/server/src/adapters' },
      { path: '^packages/server/src/(app|gateways)' },
    ),
    rule(
      'only-server-ts-joins',
      {
        path: '^packages/server/src',
        pathNot: [
          '^packages/server/src/(server|main|operator|checks|invites|tls-server|hasher)\\.ts$',
          '^packages/server/src/adapters',
          notTests,
        ],
      },
      { path: '^packages/server/src/adapters' },
    ),
    rule(
      'stores-and-buses-are-opened-by-url',
      {
        path: '^packages/server/src',
        pathNot: [
          '^packages/server/src/adapters/(sqlite|memory)/',
          '^packages/server/src/adapters/open-(store|bus)\\.ts$',
          notTests,
        ],
      },
      { path: '^packages/server/src/adapters/(sqlite|memory)/' },
      'Another store or bus must be one line in open-store.ts or open-bus.ts.',
    ),
    rule(
      'one-home-per-library-ws',
      { path: '^packages/', pathNot: ['gateways/ws/', 'client/src/adapters/node\\.ts$', notTests] },
      { path: libs('ws') },
    ),
    rule(
      'one-home-per-library-store',
      { path: '^packages/', pathNot: ['adapters/', '^packages/cli/src/local-data/'] },
      { path: libs('better-sqlite3', 'pg', 'ioredis', 'bcrypt') },
    ),
    rule(
      'client-core-runs-anywhere',
      { path: '^packages/client/src', pathNot: ['^packages/client/src/adapters', notTests] },
      { dependencyTypes: ['core'] },
    ),
    rule('client-core-has-no-ui', { path: '^packages/client/src' }, { path: libs('react', 'ink', 'commander') }),
    rule(
      'tui-logic-draws-nothing',
      { path: '^packages/cli/src/(chat|text|screen)/', pathNot: [notTests, '^packages/cli/src/screen/(panes/|theme)'] },
      { path: [libs('react', 'ink'), '^packages/cli/src/screen/panes/', '^packages/cli/src/terminal/use-'] },
    ),
    rule(
      'panes-only-draw',
      { path: '^packages/cli/src/screen/panes', pathNot: notTests },
      { path: ['^packages/cli/src/(commands|config)', '^packages/client/src/chat-client'] },
    ),
    ...folderRules,
    rule('no-test-code-in-the-product', { path: '^packages/[^/]+/src', pathNot: notTests }, { path: notTests }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'types', 'import', 'default'] },
  },
};
