import { Command, type Argument } from 'commander';
import { VERSION } from '../version.ts';
import { describeValue } from './options/option-spec.ts';

/** Adds a command to the program. */
type AddCommand = (program: Command) => void;

/**
 * Every command, in the order of the help and by its headings. Each is loaded when it is wanted:
 * it brings libraries that the others do not need.
 */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, () => Promise<AddCommand>>>>> = {
  'Rank and score:': {
    score: async () => (await import('./commands/score.ts')).addScoreCommand,
    rank: async () => (await import('./commands/rank.ts')).addRankCommand,
    explain: async () => (await import('./commands/explain.ts')).addExplainCommand,
    inspect: async () => (await import('./commands/inspect.ts')).addInspectCommand,
  },
  'Evaluate and tune:': {
    evaluate: async () => (await import('./commands/evaluate.ts')).addEvaluateCommand,
    tune: async () => (await import('./commands/tune.ts')).addTuneCommand,
    proxies: async () => (await import('./commands/proxies.ts')).addProxiesCommand,
  },
  'Make candidates:': {
    sample: async () => (await import('./commands/sample.ts')).addSampleCommand,
    enumerate: async () => (await import('./commands/enumerate.ts')).addEnumerateCommand,
    convert: async () => (await import('./commands/convert.ts')).addConvertCommand,
    schema: async () => (await import('./commands/schema.ts')).addSchemaCommand,
  },
  'Models:': {
    latency: async () => (await import('./commands/latency.ts')).addLatencyCommand,
    init: async () => (await import('./commands/init.ts')).addInitCommand,
    export: async () => (await import('./commands/export.ts')).addExportCommand,
  },
};

/**
 * The command line with its options, examples and commands.
 *
 * @param first the first argument; a command that it names is the only one that is loaded, while
 *   help and mistakes need them all
 */
export async function createProgram(first: string | undefined): Promise<Command> {
  const program = new Command('zerolm')
    .description(
      'Predict how good a Transformer will be once trained, from its description alone:\nno training, no data, no GPU.',
    )
    .configureHelp({
      optionDescription: describeValue,
      argumentDescription: describeValue,
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(usageOf)].join(' '),
    })
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')

    .commandsGroup('Help:')
    .helpCommand('help [command]', 'print help of a command')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .addHelpText('after', '\nExample:\n  zerolm rank candidates.ndjson --top 10');
  const commands = Object.entries(COMMANDS).flatMap(([heading, own]) =>
    Object.entries(own).map(([name, load]) => ({ heading, name, load })),
  );
  const named = commands.filter(({ name }) => name === first);
  const wanted = named.length > 0 ? named : commands;
  const loaded = await Promise.all(
    wanted.map(async ({ heading, load }) => ({ heading, add: await load() })),
  );
  for (const { heading, add } of loaded) add(program.commandsGroup(heading));
  return program;
}

/** An argument as the usage shows it. */
function usageOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
