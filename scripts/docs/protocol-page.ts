import { closeCodes } from '../../packages/protocol/src/close-codes.ts';
import { errorCodes } from '../../packages/protocol/src/errors.ts';
import { limits } from '../../packages/protocol/src/limits.ts';
import { replies } from '../../packages/protocol/src/replies.ts';
import { describedFields } from './docstrings.ts';
import { connectingSection, conversationSection } from './protocol-connecting.ts';
import { protocolIntroduction } from './protocol-prose.ts';
import { requestsSection } from './protocol-requests.ts';
import { allFrames, allShapes, exampleOf, type Frame, sourceOf } from './protocol-sources.ts';
import { fieldRows, kindOf, type Names, type Schema } from './schema-table.ts';
import { table } from './table.ts';

type Fields = Readonly<Record<string, string>>;

function fieldTable(schema: Schema, names: Names, notes: Fields): string {
  const rows = fieldRows(schema, names).map(({ path, kind, optional }) => [
    `\`${path}\``,
    optional ? `${kind}, optional` : kind,
    notes[path] ?? '',
  ]);
  const bare = rows.every((row) => row[2] === '');
  return bare
    ? table(
        ['field', 'type'],
        rows.map((row) => row.slice(0, 2)),
      )
    : table(['field', 'type', ''], rows);
}

const answers: Readonly<Record<string, string>> = replies;

/** The requests and replies of a frame, if its docstring does not name them. */
function answerOf(frame: Frame): string {
  if (frame.side === 'client' || frame.type === 'error') return '';
  const asked = Object.keys(answers).filter((type) => answers[type] === frame.type);
  if (asked.length === 0) return ' Sent without a request.';
  const untold = asked.some((type) => !frame.text.includes(`\`${type}\``));
  return untold ? ` Answers ${asked.map((type) => `\`${type}\``).join(', ')}.` : '';
}

function frameSection(frame: Frame, names: Names): string {
  const text = frame.text.replace(/^(Client → server|Server → client)\. /, '');
  return `### ${frame.type}

${text}${answerOf(frame)}

${fieldTable(frame.schema, names, frame.fields)}

\`\`\`json
${exampleOf(frame)}
\`\`\`
`;
}

function shapesSection(names: Names): string {
  const parts = allShapes().map(({ label, text, schema, fields }) => {
    const others: Names = new Map([...names].filter(([shape]) => shape !== JSON.stringify(schema)));
    const wire = schema.properties ? fieldTable(schema, others, fields) : `On the wire: ${kindOf(schema, others)}.`;
    return `### ${label}\n\n${text}\n\n${wire}\n`;
  });
  return `## Shapes\n\nTypes that several frames share, under the names used in the tables.\n\n${parts.join('\n')}`;
}

function limitsTable(): string {
  const reasons = describedFields(sourceOf('src/limits.ts').replace(/^[\s\S]*?= \{/, ''));
  return table(
    ['limit', 'value', 'what and why'],
    Object.entries(limits).map(([name, value]) => [`\`${name}\``, value.toLocaleString('en-US'), reasons[name] ?? '']),
  );
}

function tablesSection(): string {
  const errors = Object.entries(errorCodes).map(([code, { retry, message }]) => [
    `\`${code}\``,
    retry.replace('-sign-in', ' log-in'),
    message,
  ]);
  const closes = Object.values(closeCodes).map(({ code, reconnect, message }) => [
    String(code),
    reconnect ? 'yes' : 'no',
    message,
  ]);
  return `## Errors

"Retry" says when the same request may be repeated. A code never changes its meaning; an unknown one, from a newer server, is final.

${table(['code', 'retry', 'message to the user'], errors)}

## Close codes

An unknown code is treated as a lost connection. 1006 is never sent: it is what a client sees when no close arrived.

${table(['code', 'reconnect', 'meaning'], closes)}

## Limits

Lengths of text are in UTF-16 code units unless the name says Bytes.

${limitsTable()}
`;
}

// Positions and times are told apart by their field, because their schemas are equal.
function namesOf(shapes: ReturnType<typeof allShapes>): Names {
  const named = shapes.filter(({ schema }) => schema.type !== 'integer');
  return new Map(named.map(({ schema, label }) => [JSON.stringify(schema), label]));
}

/** The protocol reference: prose, frames, shapes, and the tables of codes and limits. */
export function renderProtocolPage(): string {
  const names: Names = namesOf(allShapes());
  const frames = allFrames();
  const of = (side: string) => frames.filter((frame) => frame.side === side).map((frame) => frameSection(frame, names));
  return [
    protocolIntroduction(),
    connectingSection(),
    conversationSection(),
    `## Frames from the client\n\n${of('client').join('\n')}`,
    `## Frames from the server\n\n${of('server').join('\n')}`,
    shapesSection(names),
    requestsSection(),
    tablesSection(),
  ].join('\n');
}
