import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addRankCommand } from './commands/rank.ts';
import { addSchemaCommand } from './commands/schema.ts';
import { addScoreCommand } from './commands/score.ts';

/** The command line: every command, with its options and an example. */
export function createProgram(): Command {
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
  addScoreCommand(program);
  addRankCommand(program);
  addInspectCommand(program);
  addSchemaCommand(program);
  return program;
}
