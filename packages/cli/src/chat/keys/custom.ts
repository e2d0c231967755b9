import { didYouMean } from '@securechat/protocol/did-you-mean';
import * as v from 'valibot';
import { readToml, type Validated } from '../../settings/read.ts';
import { type ActionName, type KeyRow, keyTable } from './bindings.ts';
import { type CustomKeys, type Keymap, keymapOf, type Preset } from './keymap.ts';
import { parseKeys } from './names.ts';

const keysSchema = v.union([
  v.pipe(
    v.string(),
    v.transform((key) => [key]),
  ),
  v.array(v.string()),
]);

const isAction = (name: string): name is ActionName => Object.hasOwn(keyTable, name);

function validateKeys(name: ActionName, given: unknown, complaints: string[]): readonly string[] | undefined {
  const checked = v.safeParse(keysSchema, given);
  if (!checked.success) {
    complaints.push(`${name} must be a key or a list of keys: ${name} = ["ctrl+k", "alt+k"]`);
    return undefined;
  }
  const keys: string[] = [];
  for (const written of checked.output) {
    const parsed = parseKeys(written);
    if (parsed.ok) keys.push(parsed.value);
    else complaints.push(`${name}: ${parsed.error}`);
  }
  // If all given keys are invalid, the preset's keys stay; an empty list means none.
  return keys.length === 0 && checked.output.length > 0 ? undefined : keys;
}

/** Reads custom keys from the text of keys.toml. Each complaint names what is ignored. */
export function validateKeymap(source: string, preset: Preset): Validated<Keymap> {
  const toml = readToml(source);
  const complaints = [...toml.complaints];
  const custom = new Map<ActionName, readonly string[]>();
  for (const [name, given] of Object.entries(toml.value)) {
    if (!isAction(name)) {
      complaints.push(
        `Unknown action ${name}.${didYouMean(name, Object.keys(keyTable))} docs/keys.md and /help list all.`,
      );
      continue;
    }
    const keys = validateKeys(name, given, complaints);
    if (keys) custom.set(name, keys);
  }
  const { keymap, conflicts } = keymapOf(preset, custom satisfies CustomKeys);
  return { value: keymap, complaints: [...complaints, ...conflicts] };
}

/** A template: every action with its description and its keys, commented out. */
export function keysTemplate(): string {
  const rows = Object.entries<KeyRow>(keyTable).map(
    ([name, { description, keys }]) => `# ${description}\n# ${name} = ${JSON.stringify(keys)}\n`,
  );
  return [
    '# Keys of the SecureChat terminal client. Remove a # to change the keys of an action; [] removes them.\n',
    ...rows,
  ].join('\n');
}
