import { enumerate } from '../../workflows/enumerate.ts';
import { describeSize } from '../../workflows/open-space.ts';
import { defineCommand } from '../define-command.ts';
import { CONSTRAINTS } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { EMIT } from '../options/output-options.ts';
import { parseBigInt } from '../options/parse-values.ts';
import { candidateLines, printBatches } from '../print-stream.ts';
import { useValue } from '../run-workflow.ts';
import { printNote } from '../terminal.ts';

/** `zerolm enumerate SPACE`: every candidate of a search space, one per line. */
export const command = defineCommand({
  description: 'list the candidates of a search space, as NDJSON',
  args: [['<space>', 'file with the search space (JSON, YAML)']],
  options: {
    [COMMON]: {
      from: option('--from <i>', 'number of the first candidate', {
        parse: parseBigInt,
        default: 0n,
        defaultText: '0',
      }),
      count: option('--count <n>', 'candidates to list', {
        parse: parseBigInt,
        defaultText: 'all',
      }),
      ...CONSTRAINTS,
      ...EMIT,
    },
  },
  examples: [
    'zerolm enumerate space.json > candidates.ndjson',
    'zerolm enumerate space.json --from 1000 --count 10',
  ],
  action: async ([space], given) => {
    const { count, leftOut } = await useValue(
      (context) => enumerate({ ...given, space }, context),
      ({ size, isConstrained, batches }) => {
        const rest = isConstrained ? ', before constraints' : '';
        printNote(`${space}: ${describeSize(size)}${rest}`);
        return printBatches(batches, candidateLines);
      },
    );
    if (leftOut.length === 0) return;
    printNote(`${count.toLocaleString('en-US')} listed; left out ${leftOut.join('; ')}`);
  },
});
