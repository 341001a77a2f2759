import { jsonSchemas, SCHEMA_NAMES } from '../../report/json-schemas.ts';
import { defineCommand } from '../define-command.ts';
import { printResult } from '../terminal.ts';

/** `zerolm schema [of]`: the JSON Schema of a file, or of what a command prints as JSON. */
export const command = defineCommand({
  description: 'print the JSON Schema of a file, or of an output',
  args: [['[of]', 'spec, settings, space, or a command whose output it describes', SCHEMA_NAMES]],
  options: {},
  examples: ['zerolm schema > spec.schema.json', 'zerolm schema rank > rank.schema.json'],
  action: ([name]) => {
    printResult(`${JSON.stringify(jsonSchemas[name](), null, 2)}\n`);
    return Promise.resolve();
  },
});
