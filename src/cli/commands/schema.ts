import { Argument, type Command } from 'commander';
import { jsonSchemas, type SchemaName } from '../../report/json-schemas.ts';
import { printResult } from '../terminal.ts';

const NAMES: readonly SchemaName[] = [
  'spec',
  'score',
  'rank',
  'evaluate',
  'tune',
  'explain',
  'inspect',
  'latency',
  'proxies',
  'settings',
];

/** `zerolm schema [of]`: the JSON Schema of a spec, or of what a command prints as JSON. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of a spec, or of the JSON output of a command')
    .addArgument(
      new Argument('[of]', 'the spec, or the command whose output it describes')
        .choices(NAMES)
        .default('spec'),
    )
    .addHelpText('after', '\nExample:\n  zerolm schema > spec.schema.json')
    .action((name: SchemaName) => {
      printResult(`${JSON.stringify(jsonSchemas[name](), null, 2)}\n`);
    });
}
