import { Box, Text } from 'ink';
import { createContext, memo, useContext } from 'react';
import type { Row, TextSpan } from '../../text/rows.ts';
import type { Theme } from '../theme.ts';

/** Whether the terminal supports hyperlinks. */
export const Hyperlinks = createContext(false);

const esc = '\u001b';

/** A text as a hyperlink. The address is printable ASCII (`safeUrl`), so it cannot end the sequence. */
function hyperlink(text: string, url: string): string {
  return `${esc}]8;;${url}${esc}\\${text}${esc}]8;;${esc}\\`;
}

/** Moves the underline off the spaces around a piece. */
function tightened(piece: TextSpan, theme: Theme): readonly TextSpan[] {
  if (!theme[piece.tone].underline || piece.text === piece.text.trim()) return [piece];
  return piece.text.split(/^( +)|( +)$/).flatMap((text = ''): TextSpan[] => {
    if (text === '') return [];
    return [text.trim() === '' ? { text, tone: 'plain' } : { ...piece, text }];
  });
}

type LineProps = { readonly row: Row; readonly theme: Theme };

// Rows of stored messages keep their identity, so an unchanged one is not drawn again.
const Line = memo(function Line({ row, theme }: LineProps) {
  const hyperlinks = useContext(Hyperlinks);
  if (row.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate-end">
      {row
        .flatMap((piece) => tightened(piece, theme))
        .map(({ text, tone, link }, i) => (
          <Text key={i} {...theme[tone]}>
            {hyperlinks && link !== undefined ? hyperlink(text, link) : text}
          </Text>
        ))}
    </Text>
  );
});

type RowsProps = {
  readonly rows: readonly Row[];
  readonly columns: number;
  readonly height: number;
  readonly theme: Theme;
};

/** Draws rows in a pane of exactly this size. */
export function Rows({ rows, columns, height, theme }: RowsProps) {
  return (
    <Box flexDirection="column" width={columns} height={height} flexShrink={0} overflow="hidden">
      {rows.map((row, i) => (
        <Line key={i} row={row} theme={theme} />
      ))}
    </Box>
  );
}
