import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What the program draws. */
export const inkGreeting = 'hello, world';

/** Bundles the smallest Ink program into the folder, with the client's Ink, React and build options; returns its file. */
export async function bundleInkHello(folder: string): Promise<string> {
  const outfile = join(folder, 'hello.mjs');
  const noDevtools = {
    name: 'no-devtools',
    setup: (bundle: import('esbuild').PluginBuild) => {
      bundle.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
      bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {};' }));
    },
  };
  await build({
    stdin: {
      contents: `import { createElement } from 'react';
import { render, Text } from 'ink';
render(createElement(Text, null, '${inkGreeting}'));
setInterval(() => {}, 1000);
process.on('SIGTERM', () => process.exit(0));`,
      resolveDir: fileURLToPath(new URL('../../packages/cli', import.meta.url)),
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [noDevtools],
    legalComments: 'none',
    logLevel: 'warning',
  });
  // Also with its compiled code cached, as the client's is.
  writeFileSync(
    join(folder, 'hello-kept.mjs'),
    `import { enableCompileCache } from 'node:module';
enableCompileCache(${JSON.stringify(join(folder, 'compiled'))});
await import('./hello.mjs');`,
  );
  return outfile;
}
