import { Argument, type Command } from 'commander';
import { jsonSchemas, type SchemaName } from '../../report/json-schemas.ts';
import { printResult } from '../terminal.ts';
import { describeCommand } from '../options/option-spec.ts';

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
  describeCommand(
    program
      .command('schema')
      .description('print the JSON Schema of a spec, or of an output')
      .addArgument(
        new Argument('[of]', 'the spec, or the command whose output it describes')
          .choices(NAMES)
          .default('spec'),
      ),
    {},
    ['zerolm schema > spec.schema.json', 'zerolm schema rank > rank.schema.json'],
  ).action((name: SchemaName) => {
    printResult(`${JSON.stringify(jsonSchemas[name](), null, 2)}\n`);
  });
}
