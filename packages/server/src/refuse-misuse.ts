import type { Command, Option } from 'commander';

/**
 * Refuses a single-value option that is given twice, because the first value would be dropped silently. List options (`isList`) may be
 * repeated. Also refuses empty values and arguments, such as an unset shell variable: `backup "$FILE"` must not mean the current folder.
 */
export function refuseMisuse(command: Command, isList: (option: Option) => boolean): void {
  const given = new Set<string>();
  for (const option of command.options) {
    const name = option.name();
    if (option.isBoolean()) continue;
    const read = option.parseArg;
    const isOfOne = !isList(option);
    option.argParser((value: string, before: unknown) => {
      if (value === '') command.error(`error: option '${option.flags}' was given an empty value`);
      return read === undefined ? value : read(value, before);
    });
    if (isOfOne)
      command.on(`option:${name}`, () => {
        if (given.has(name)) command.error(`error: option '${option.flags}' was given twice, but takes one value`);
        given.add(name);
      });
  }
  command.hook('preAction', (_, called) => {
    const empty = called === command ? command.registeredArguments.find((_, i) => command.args[i] === '') : undefined;
    if (empty !== undefined) command.error(`error: argument '${empty.name()}' is empty`);
  });
  for (const child of command.commands) refuseMisuse(child, isList);
}
