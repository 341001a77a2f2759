import { Option, type Command } from 'commander';

/** What an option is: a row of a table, from which its parser, its help and its type follow. */
export interface OptionSpec {
  /** As commander takes them: `--seed <n>`. */
  readonly flags: string;
  /** One line of the help; choices and the default are added to it. */
  readonly description: string;
  readonly choices?: readonly string[];
  /** Turns the text into a value, or throws an `InvalidArgumentError`. */
  readonly parse?: (text: string) => unknown;
  /** Whether the option may be given several times; its value is then a list. */
  readonly repeatable?: true;
  readonly default?: unknown;
  /** The default as the help shows it, where it differs from the value. */
  readonly defaultText?: string;
  readonly mandatory?: true;
  /** Options, by the names of their values, that may not be given together with this one. */
  readonly conflicts?: readonly string[];
  /** Whether the help leaves it out. */
  readonly hidden?: true;
}

/** Options by the names of their values. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The options of a command by the headings under which its help lists them. */
export type OptionGroups = Readonly<Record<string, OptionSpecs>>;

type Value<Spec> = Spec extends { readonly repeatable: true }
  ? readonly string[]
  : Spec extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Spec extends { readonly parse: (text: string) => infer Parsed }
      ? Parsed
      : Spec extends { readonly flags: `${string}<${string}` }
        ? string
        : boolean;

/** An option that always has a value. */
type Settled =
  | { readonly default: unknown }
  | { readonly mandatory: true }
  | { readonly repeatable: true }
  | { readonly flags: `--no-${string}` };

type SettledName<Specs> = {
  [Name in keyof Specs]: Specs[Name] extends Settled ? Name : never;
}[keyof Specs];

/** The values of options, as commander hands them to an action. */
export type ValuesOf<Specs> = {
  readonly [Name in SettledName<Specs>]: Value<Specs[Name]>;
} & { readonly [Name in Exclude<keyof Specs, SettledName<Specs>>]?: Value<Specs[Name]> };

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The values of all options of a command. */
export type CommandValues<Groups> = Intersection<
  { [Heading in keyof Groups]: ValuesOf<Groups[Heading]> }[keyof Groups]
>;

/** The values of the options that were given, without the defaults. */
export type GivenValues<Groups> = Partial<CommandValues<Groups>>;

/** The heading of the options that the help lists first. */
export const COMMON = 'Options:';

/**
 * Adds options to a command, and two examples to its help. An option that several groups have is
 * listed in the first of them.
 */
export function describeCommand(
  command: Command,
  groups: OptionGroups,
  examples: readonly [string, string],
): Command {
  const added = new Set<string>();
  for (const [heading, specs] of Object.entries(groups)) {
    for (const [name, spec] of Object.entries(specs)) {
      if (added.has(name)) continue;
      added.add(name);
      const option = optionOf(spec);
      command.addOption(heading === COMMON ? option : option.helpGroup(heading));
    }
  }
  return command.addHelpText('after', `\nExamples:\n  ${examples.join('\n  ')}`);
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  const { parse } = spec;
  if (spec.choices !== undefined) option.choices(spec.choices);
  if (parse !== undefined) option.argParser((text) => parse(text));
  if (spec.repeatable === true) {
    option.argParser((text: string, others: readonly string[]) => [...others, text]).default([]);
  }
  if ('default' in spec || 'defaultText' in spec) option.default(spec.default, spec.defaultText);
  if (spec.mandatory === true) option.makeOptionMandatory();
  if (spec.conflicts !== undefined) option.conflicts([...spec.conflicts]);
  if (spec.hidden === true) option.hideHelp();
  return option;
}

/** The description of an option or argument with its choices, or else its default. */
export function describeValue({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Pick<
  Option,
  'description' | 'argChoices' | 'defaultValue' | 'defaultValueDescription'
>): string {
  if (argChoices !== undefined) {
    const marked = argChoices.map((name) => (name === defaultValue ? `${name} (default)` : name));
    return `${description}: ${marked.slice(0, -1).join(', ')} or ${marked.at(-1) ?? ''}`;
  }
  const shown = typeof defaultValue === 'number' || typeof defaultValue === 'string';
  const text = defaultValueDescription ?? (shown ? String(defaultValue) : undefined);
  return text === undefined ? description : `${description} (default: ${text})`;
}
