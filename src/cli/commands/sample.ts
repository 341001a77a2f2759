import { DEFAULT_SAMPLE_SIZE, sample } from '../../workflows/sample.ts';
import { defineCommand } from '../define-command.ts';
import { CONSTRAINTS } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { EMIT } from '../options/output-options.ts';
import { wholeNumber } from '../options/parse-values.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { candidateLines, printBatches } from '../print-stream.ts';
import { useValue } from '../run-workflow.ts';
import { printNote, printWarnings } from '../terminal.ts';

/** Most candidates of a sample, which keeps up to 48 bytes of each. */
const MAX_DRAWN = 100_000_000;

/** `zerolm sample SPACE`: candidates drawn from a search space, one per line. */
export const command = defineCommand({
  description: 'draw candidates from a search space, as NDJSON',
  args: [['<space>', 'file with the search space (JSON, YAML)']],
  options: {
    [COMMON]: {
      n: option('--n <n>', 'candidates to draw', {
        parse: wholeNumber(1, MAX_DRAWN),
        default: DEFAULT_SAMPLE_SIZE,
      }),
      seed: DRAWING.seed,
      ...CONSTRAINTS,
      ...EMIT,
    },
  },
  examples: [
    'zerolm sample space.json --n 1000 > candidates.ndjson',
    'zerolm sample space.json --n 1000 --constraint "params <= 15M" | zerolm rank -',
  ],
  action: async ([space], given) => {
    const { count, draws, leftOut, warnings } = await useValue(
      (context) => sample({ ...given, space }, context),
      ({ batches }) => printBatches(batches, candidateLines),
    );
    printWarnings(warnings);
    if (warnings.length > 0 || leftOut.length === 0) return;
    printNote(`${draws} draws for ${count} candidates (${leftOut.join('; ')})`);
  },
});
