import { Command } from 'commander';
import { VERSION } from '../version.ts';

/** Adds a command to the program. */
type AddCommand = (program: Command) => void;

/** Every command by its name, in the order of the help, to be loaded when it is wanted. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['score', async () => (await import('./commands/score.ts')).addScoreCommand],
  ['rank', async () => (await import('./commands/rank.ts')).addRankCommand],
  ['evaluate', async () => (await import('./commands/evaluate.ts')).addEvaluateCommand],
  ['tune', async () => (await import('./commands/tune.ts')).addTuneCommand],
  ['explain', async () => (await import('./commands/explain.ts')).addExplainCommand],
  ['inspect', async () => (await import('./commands/inspect.ts')).addInspectCommand],
  ['latency', async () => (await import('./commands/latency.ts')).addLatencyCommand],
  ['init', async () => (await import('./commands/init.ts')).addInitCommand],
  ['export', async () => (await import('./commands/export.ts')).addExportCommand],
  ['proxies', async () => (await import('./commands/proxies.ts')).addProxiesCommand],
  ['sample', async () => (await import('./commands/sample.ts')).addSampleCommand],
  ['enumerate', async () => (await import('./commands/enumerate.ts')).addEnumerateCommand],
  ['convert', async () => (await import('./commands/convert.ts')).addConvertCommand],
  ['schema', async () => (await import('./commands/schema.ts')).addSchemaCommand],
]);

/**
 * The command line with its options, examples and commands.
 *
 * @param first the first argument: where it names a command, that one alone is loaded, since each
 *   brings libraries that the others have no use for; help and mistakes need them all
 */
export async function createProgram(first: string | undefined): Promise<Command> {
  const program = new Command('zerolm')
    .description(
      'Predict how good a Transformer will be once trained, from its description alone:\nno training, no data, no GPU.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  zerolm rank fixtures/bert-family --truth fixtures/bert-family-mnli.csv',
    );
  const named = COMMANDS.get(first ?? '');
  const wanted = named === undefined ? [...COMMANDS.values()] : [named];
  for (const add of await Promise.all(wanted.map((load) => load()))) add(program);
  return program;
}
