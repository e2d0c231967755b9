import { Box, render, Text } from 'ink';
import { expect, test } from 'vitest';
import { fakeTerminal } from '../testing/screen.ts';
import type { Canvas, CanvasKind } from './row-cache.ts';
import { silentStdin } from './stdin.ts';

const { default: InkCanvas } = (await import(new URL('./output.js', import.meta.resolve('ink')).href)) as {
  default: CanvasKind;
};

test('the tests draw with the patched Ink that ships: a frame draws only the changed rows', async () => {
  const { stdout } = fakeTerminal(40, 20);
  let writes = 0;
  const { write } = InkCanvas.prototype;
  InkCanvas.prototype.write = function (...written: Parameters<Canvas['write']>) {
    writes++;
    write.apply(this, written);
  };
  const rows = (first: string) => (
    <Box flexDirection="column">
      {[first, ...Array.from({ length: 18 }, (_, i) => `row ${i}`)].map((text) => (
        <Text key={text}>{text}</Text>
      ))}
    </Box>
  );
  const screen = render(rows('before'), {
    stdin: silentStdin(),
    stdout,
    interactive: true,
    maxFps: 1000,
    patchConsole: false,
  });
  try {
    expect(writes).toBe(19);
    screen.rerender(rows('after'));
    await screen.waitUntilRenderFlush();
    expect(writes).toBe(20);
  } finally {
    InkCanvas.prototype.write = write;
    screen.unmount();
  }
});
