/** The subset of JSON Schema that our frames use. */
export type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

/** One row of a field table. */
export type FieldRow = { readonly path: string; readonly kind: string; readonly optional: boolean };

/** Names of the schemas that many frames share, by their text. */
export type Names = ReadonlyMap<string, string>;

// Positions and times have the same schema; their field tells them apart.
const places = ['seq', 'before', 'after', 'head'];
const moments = ['at', 'nowMs', 'createdMs', 'lastSeenMs'];

// A room's id and its name have the same schema, too.
const roomNames = ['name', 'after'];

function integerOf(field: string, schema: Schema): string {
  if (places.includes(field)) return 'seq';
  if (moments.includes(field)) return 'moment';
  return field.endsWith('Ms') ? 'milliseconds' : `integer${range(schema)}`;
}

function range(schema: Schema): string {
  const most = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  const least = schema.minimum === -Number.MAX_SAFE_INTEGER ? undefined : schema.minimum;
  if (least !== undefined && most !== undefined) return ` ${least} to ${most}`;
  if (least !== undefined) return ` from ${least}`;
  return most === undefined ? '' : ` up to ${most}`;
}

function length(schema: Schema): string {
  const { minLength, maxLength } = schema;
  if (minLength !== undefined && maxLength !== undefined) return `, ${minLength} to ${maxLength} long`;
  return maxLength === undefined ? '' : `, at most ${maxLength} long`;
}

/** A schema in a few words, by its name if it has one. */
export function kindOf(schema: Schema, names: Names, field = ''): string {
  const name = names.get(JSON.stringify(schema));
  if (name === 'room' && roomNames.includes(field)) return 'room name';
  if (name !== undefined) return name;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((one) => `\`${JSON.stringify(one)}\``).join(' or ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((one) => kindOf(one, names)))].join(' or ');
  if (schema.type === 'array') {
    const most = schema.maxItems === undefined ? '' : ` (at most ${schema.maxItems})`;
    return `list of ${kindOf(schema.items ?? {}, names)}${most}`;
  }
  if (schema.type === 'string') {
    return `text${schema.pattern ? ` like \`${schema.pattern}\`` : ''}${length(schema)}`;
  }
  if (schema.type === 'integer' || schema.type === 'number') return integerOf(field, schema);
  return schema.type ?? 'anything';
}

/** The fields of an object, followed by those of the unnamed objects inside it. */
export function fieldRows(schema: Schema, names: Names, path = ''): readonly FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([field, inner]) => {
    const at = `${path}${field}`;
    const row = { path: at, kind: kindOf(inner, names, field), optional: !(schema.required ?? []).includes(field) };
    const inside = inner.type === 'array' ? inner.items : inner;
    if (!inside?.properties || names.has(JSON.stringify(inside)) || names.has(JSON.stringify(inner))) return [row];
    return [row, ...fieldRows(inside, names, `${at}${inner.type === 'array' ? '[]' : ''}.`)];
  });
}
