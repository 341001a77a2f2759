import type { Command } from 'commander';
import type { CommandValues, OptionGroups } from './options/option-spec.ts';

/** The options that were given on the command line: the defaults are those of the workflows. */
export function givenOptions<Groups extends OptionGroups>(
  command: Command,
): Partial<CommandValues<Groups>> {
  const given = { ...command.opts<Partial<CommandValues<Groups>>>() };
  for (const name of Object.keys(given)) {
    if (command.getOptionValueSource(name) === 'default') Reflect.deleteProperty(given, name);
  }
  return given;
}
