import type { Command } from 'commander';
import type { GivenValues, OptionGroups } from './options/option-spec.ts';

/** The options that were given on the command line: the defaults are those of the workflows. */
export function givenOptions<Groups extends OptionGroups>(
  command: Command,
  groups: Groups,
): GivenValues<Groups> {
  const given = { ...command.opts<GivenValues<Groups>>() };
  for (const name of Object.values(groups).flatMap((specs) => Object.keys(specs))) {
    if (command.getOptionValueSource(name) === 'default') Reflect.deleteProperty(given, name);
  }
  return given;
}
