import { Option, type Command } from 'commander';

/** What an option has besides its flags and its description. */
interface OptionFacts {
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

/** An option: a row of a table, from which its parser, its help and its type follow. */
export interface OptionSpec extends OptionFacts {
  /** As commander takes them: `--seed <n>`. */
  readonly flags: string;
  /** One line of the help; choices and the default are added to it. */
  readonly description: string;
}

/** What every option has: the type of its flags tells whether it takes a value. */
export interface Named<Flags> {
  readonly flags: Flags;
  readonly description: string;
}

/** An option whose type holds its flags and facts, from which the type of its value follows. */
export function option<const Flags extends string>(flags: Flags, help: string): Named<Flags>;
export function option<const Flags extends string, const Facts extends OptionFacts>(
  flags: Flags,
  help: string,
  facts: Facts,
): Named<Flags> & Facts;
export function option(flags: string, description: string, facts?: OptionFacts): OptionSpec {
  return { flags, description, ...facts };
}

/** The options of a command by the headings of its help, and by the names of their values. */
export type OptionGroups = Readonly<Record<string, Readonly<Record<string, OptionSpec>>>>;

type Value<Spec> = Spec extends { readonly repeatable: true }
  ? readonly string[]
  : Spec extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Spec extends { readonly parse: (text: string) => infer Parsed }
      ? Parsed
      : Spec extends { readonly flags: `${string}<${string}` }
        ? string
        : boolean;

type MandatoryName<Specs> = {
  [Name in keyof Specs]: Specs[Name] extends { readonly mandatory: true } ? Name : never;
}[keyof Specs];

type ValuesOf<Specs> = { readonly [Name in MandatoryName<Specs>]: Value<Specs[Name]> } & {
  readonly [Name in Exclude<keyof Specs, MandatoryName<Specs>>]?: Value<Specs[Name]>;
};

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The values of the options that were given, without the defaults. */
export type GivenValues<Groups> = Readonly<
  Intersection<{ [Heading in keyof Groups]: ValuesOf<Groups[Heading]> }[keyof Groups]>
>;

/** The heading of the options that the help lists first. */
export const COMMON = 'Options:';

/** Adds options to a command; one that several groups have is listed in the first of them. */
export function addOptions(command: Command, groups: OptionGroups): void {
  const added = new Set<string>();
  for (const [heading, specs] of Object.entries(groups)) {
    for (const [name, spec] of Object.entries(specs)) {
      if (added.has(name)) continue;
      added.add(name);
      const made = optionOf(spec);
      command.addOption(heading === COMMON ? made : made.helpGroup(heading));
    }
  }
}

function optionOf(spec: OptionSpec): Option {
  const made = new Option(spec.flags, spec.description);
  const { parse } = spec;
  if (spec.choices !== undefined) made.choices(spec.choices);
  if (parse !== undefined) made.argParser((text) => parse(text));
  if (spec.repeatable === true) {
    made.argParser((text: string, others: readonly string[]) => [...others, text]).default([]);
  }
  if ('default' in spec || 'defaultText' in spec) made.default(spec.default, spec.defaultText);
  if (spec.mandatory === true) made.makeOptionMandatory();
  if (spec.conflicts !== undefined) made.conflicts([...spec.conflicts]);
  if (spec.hidden === true) made.hideHelp();
  return made;
}

/** The options that were given on the command line: the workflows have the defaults. */
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
    // A choice that is called the default needs no mark.
    const marked = argChoices.map((name) =>
      name === defaultValue && name !== 'default' ? `${name} (default)` : name,
    );
    const last = marked.at(-1) ?? '';
    const others = marked.slice(0, -1).join(', ');
    return `${description}: ${others === '' ? last : `${others} or ${last}`}`;
  }
  const shown = typeof defaultValue === 'number' || typeof defaultValue === 'string';
  const text = defaultValueDescription ?? (shown ? String(defaultValue) : undefined);
  return text === undefined ? description : `${description} (default: ${text})`;
}
