import type { Command } from 'commander';

/**
 * Refuses an option that takes one value when it is given twice: the first value would be dropped without a word. Options whose
 * values add up (`isList`) may be repeated.
 */
export function refuseRepeats(command: Command, isList: (name: string) => boolean): void {
  const given = new Set<string>();
  for (const option of command.options) {
    const name = option.name();
    if (option.isBoolean() || isList(name)) continue;
    command.on(`option:${name}`, () => {
      if (given.has(name)) command.error(`error: option '${option.flags}' was given twice, but takes one value`);
      given.add(name);
    });
  }
  for (const child of command.commands) refuseRepeats(child, isList);
}
