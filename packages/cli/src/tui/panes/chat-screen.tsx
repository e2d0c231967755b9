import { Box, Text } from 'ink';
import type { Frame } from '../state/frame.ts';
import type { Size } from '../state/screen.ts';
import { Rows } from './rows.tsx';

type Props = { readonly frame: Extract<Frame, { kind: 'chat' }>; readonly size: Size; readonly colour: boolean };

/** Draws the chat: rooms beside the timeline, below them remarks, composer and status. */
export function ChatScreen({ frame, size, colour }: Props) {
  const { list, main } = frame;
  const { columns } = size;
  const mainHeight = main.height + 1;
  return (
    <Box flexDirection="column" width={columns} height={size.rows} overflow="hidden">
      <Box width={columns} height={mainHeight} flexShrink={0}>
        {list.columns > 0 && (
          <>
            <Rows rows={list.rows} columns={list.columns} height={mainHeight} colour={colour} />
            <Box width={1} height={mainHeight} flexShrink={0}>
              <Text dimColor={colour}>{Array(mainHeight).fill('│').join('\n')}</Text>
            </Box>
          </>
        )}
        <Rows rows={[frame.header, ...main.rows]} columns={main.columns} height={mainHeight} colour={colour} />
      </Box>
      <Rows rows={frame.info} columns={columns} height={frame.info.length} colour={colour} />
      <Rows rows={frame.composer.rows} columns={columns} height={frame.composer.rows.length} colour={colour} />
      <Rows rows={[frame.status]} columns={columns} height={1} colour={colour} />
    </Box>
  );
}
