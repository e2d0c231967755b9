import { readdirSync, readFileSync } from 'node:fs';
import { jsonSchemaOf } from '../../packages/protocol/scripts/json-schema.ts';
import * as bodies from '../../packages/protocol/src/body.ts';
import * as ids from '../../packages/protocol/src/ids.ts';
import { clientFrames, serverFrames } from '../../packages/protocol/src/index.ts';
import * as model from '../../packages/protocol/src/model.ts';
import * as people from '../../packages/protocol/src/people.ts';
import * as userState from '../../packages/protocol/src/user-state.ts';
import { type Described, describedExports, describedFields, describedFrames, spreadFields } from './docstrings.ts';
import type { Schema } from './schema-table.ts';

const protocol = new URL('../../packages/protocol/', import.meta.url);

function schemaOf(schema: Parameters<typeof jsonSchemaOf>[0]): Schema {
  const { $schema: _, ...rest } = jsonSchemaOf(schema);
  return rest as Schema;
}

/** The text of a file of the protocol package. */
export function sourceOf(path: string): string {
  return readFileSync(new URL(path, protocol), 'utf8');
}

export type Frame = {
  readonly side: 'client' | 'server';
  readonly type: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly schema: Schema;
};

/** Every frame with its docstring, in the order of the frame tables. Throws for a frame without one. */
export function allFrames(): readonly Frame[] {
  const files = readdirSync(new URL('src/frames/', protocol)).filter((name) => name.endsWith('.ts'));
  const sources = ['src/change.ts', ...files.map((file) => `src/frames/${file}`)];
  const texts = new Map(sources.flatMap((file) => describedFrames(sourceOf(file)).map((f) => [f.type, f])));
  const tables = { client: clientFrames, server: serverFrames } as const;
  return (['client', 'server'] as const).flatMap((side) =>
    Object.entries(tables[side]).map(([type, schema]) => {
      const described = texts.get(type);
      if (described === undefined) throw new Error(`the frame "${type}" has no docstring before its export`);
      return { side, ...described, schema: schemaOf(schema) };
    }),
  );
}

export type Shape = { readonly name: string; readonly label: string; readonly text: string; readonly schema: Schema };

// In the order of the page; the label is the name of the shape in field tables.
const shapes = [
  ['requestId', 'request id', ids],
  ['userId', 'user', ids],
  ['nameAsTyped', 'name as typed', ids],
  ['roomName', 'room name', ids],
  ['roomId', 'room', ids],
  ['sessionId', 'session id', ids],
  ['eventId', 'event id', ids],
  ['seq', 'seq', ids],
  ['momentMs', 'moment', ids],
  ['textBody', 'text body', bodies],
  ['body', 'body', bodies],
  ['readBody', 'body as read', bodies],
  ['messageEvent', 'event `message`', model],
  ['memberJoinedEvent', 'event `member-joined`', model],
  ['memberLeftEvent', 'event `member-left`', model],
  ['memberRemovedEvent', 'event `member-removed`', model],
  ['memberBannedEvent', 'event `member-banned`', model],
  ['memberUnbannedEvent', 'event `member-unbanned`', model],
  ['roleEvent', 'event `role`', model],
  ['roomCreatedEvent', 'event `room-created`', model],
  ['topicEvent', 'event `topic`', model],
  ['roomRenamedEvent', 'event `room-renamed`', model],
  ['roomArchivedEvent', 'event `room-archived`', model],
  ['roomPolicyEvent', 'event `room-policy`', model],
  ['roomEvent', 'room event', model],
  ['roomKind', 'room kind', model],
  ['roomSummary', 'room summary', model],
  ['roomHeader', 'room header', model],
  ['memberRole', 'member role', model],
  ['banSummary', 'ban summary', model],
  ['memberSummary', 'member summary', model],
  ['sessionSummary', 'session summary', people],
  ['readMark', 'read mark', userState],
  ['notifyLevel', 'notify level', userState],
  ['stateEntry', 'state entry', userState],
  ['wireStateEntry', 'state entry as read', userState],
] as const;

/** The shapes that many frames share, with their docstrings and those of their fields. */
export function allShapes(): readonly (Shape & { readonly fields: Readonly<Record<string, string>> })[] {
  const described = new Map<string, Described>(
    ['src/ids.ts', 'src/body.ts', 'src/model.ts', 'src/people.ts', 'src/user-state.ts']
      .flatMap((f) => describedExports(sourceOf(f)))
      .map((d) => [d.name, d]),
  );
  return shapes.map(([name, label, module]) => {
    const found = described.get(name);
    if (found === undefined) throw new Error(`"${name}" has no docstring before its export`);
    const schema = schemaOf((module as Record<string, unknown>)[name] as Parameters<typeof jsonSchemaOf>[0]);
    const fields = {
      ...spreadFields(found.code, sourceOf('src/model.ts') + sourceOf('src/people.ts')),
      ...describedFields(found.code),
    };
    return { name, label, text: found.text, schema, fields };
  });
}

/** The example of a frame on the page: its first accepted golden. */
export function exampleOf(frame: Frame): string {
  const golden = JSON.parse(sourceOf(`test/golden/${frame.side}/${frame.type}.json`)) as {
    accepted: readonly { frame: unknown }[];
  };
  return JSON.stringify(golden.accepted[0]?.frame);
}
