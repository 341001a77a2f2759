import { Command, type Argument } from 'commander';
import { VERSION } from '../version.ts';
import type { AddCommand } from './define-command.ts';
import { examplesText, formatHelpItem, USUAL } from './help-format.ts';
import { describeValue } from './options/option-spec.ts';
import { columnsOf } from './columns-of.ts';

/** What the file of a command exports. */
interface CommandModule {
  readonly command: AddCommand;
}

/**
 * Every command, in the order of the help and by its headings. Each is loaded when it is wanted:
 * it brings libraries that the others do not need.
 */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, () => Promise<CommandModule>>>>> = {
  'Rank and score:': {
    score: () => import('./commands/score.ts'),
    rank: () => import('./commands/rank.ts'),
    explain: () => import('./commands/explain.ts'),
    inspect: () => import('./commands/inspect.ts'),
  },
  'Evaluate and tune:': {
    evaluate: () => import('./commands/evaluate.ts'),
    tune: () => import('./commands/tune.ts'),
    predict: () => import('./commands/predict.ts'),
    proxies: () => import('./commands/proxies.ts'),
  },
  'Make candidates:': {
    sample: () => import('./commands/sample.ts'),
    enumerate: () => import('./commands/enumerate.ts'),
    search: () => import('./commands/search.ts'),
    convert: () => import('./commands/convert.ts'),
    formats: () => import('./commands/formats.ts'),
    schema: () => import('./commands/schema.ts'),
  },
  'Models:': {
    latency: () => import('./commands/latency.ts'),
    init: () => import('./commands/init.ts'),
    export: () => import('./commands/export.ts'),
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
    .configureOutput({
      getOutHelpWidth: () => columnsOf(process.stdout) ?? USUAL,
      getErrHelpWidth: () => columnsOf(process.stderr) ?? USUAL,
    })
    .configureHelp({
      formatItem: formatHelpItem,
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
    .addHelpText('after', examplesText('Example', ['zerolm rank candidates.ndjson --top 10']));
  const commands = Object.entries(COMMANDS).flatMap(([heading, own]) =>
    Object.entries(own).map(([name, load]) => ({ heading, name, load })),
  );
  const named = commands.filter(({ name }) => name === first);
  const wanted = named.length > 0 ? named : commands;
  const loaded = await Promise.all(
    wanted.map(async ({ load, ...facts }) => ({ ...facts, ...(await load()) })),
  );
  for (const { heading, name, command } of loaded) command(program.commandsGroup(heading), name);
  return program;
}

/** An argument as the usage shows it. */
function usageOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
