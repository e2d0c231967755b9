import { Box, Text } from 'ink';
import type { Size } from '../../chat/state/screen-size.ts';
import type { Frame } from '../frame.ts';
import type { Theme } from '../theme.ts';
import { Rows } from './rows.tsx';

function Border({ height, theme }: { readonly height: number; readonly theme: Theme }) {
  return (
    <Box width={1} height={height} flexShrink={0}>
      <Text {...theme.border}>{Array(height).fill('│').join('\n')}</Text>
    </Box>
  );
}

type Props = { readonly frame: Extract<Frame, { kind: 'chat' }>; readonly size: Size; readonly theme: Theme };

/** Draws the chat: rooms and members beside the timeline, below them notices, composer and status. */
export function ChatScreen({ frame, size, theme }: Props) {
  const { list, main, members } = frame;
  const { columns } = size;
  const mainHeight = main.height + 1;
  return (
    <Box flexDirection="column" width={columns} height={size.rows} overflow="hidden">
      <Box width={columns} height={mainHeight} flexShrink={0}>
        {list.columns > 0 && (
          <>
            <Rows rows={list.rows} columns={list.columns} height={mainHeight} theme={theme} />
            <Border height={mainHeight} theme={theme} />
          </>
        )}
        <Rows rows={[frame.header, ...main.rows]} columns={main.columns} height={mainHeight} theme={theme} />
        {members.columns > 0 && (
          <>
            <Border height={mainHeight} theme={theme} />
            <Rows rows={members.rows} columns={members.columns} height={mainHeight} theme={theme} />
          </>
        )}
      </Box>
      <Rows rows={frame.info} columns={columns} height={frame.info.length} theme={theme} />
      <Rows rows={frame.composer.rows} columns={columns} height={frame.composer.rows.length} theme={theme} />
      <Rows rows={[frame.status]} columns={columns} height={1} theme={theme} />
    </Box>
  );
}
