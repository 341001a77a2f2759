import type { Command } from 'commander';
import { inventory } from '../../architecture/inventory.ts';
import { countParameters } from '../../architecture/parameter-counts.ts';
import { findForwardProblem } from '../../forward/find-forward-problem.ts';
import { measureLatencies } from '../../latency/measure-latencies.ts';
import { SCHEMA_VERSION, TOOL, type LatencyDocument } from '../../report/documents.ts';
import { latencyReport } from '../../report/latency-report.ts';
import { render } from '../../report/render.ts';
import { latencySettingsOf, machineWithRuntime } from '../latency-option.ts';
import { familyOf } from '../options.ts';
import { readAll } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, printWarnings, wantsColor, withProgress } from '../terminal.ts';
import { warnOfNoise } from '../warn-of-noise.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { LATENCY } from '../options/cost-options.ts';
import { INPUT } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: { ...LATENCY, seed: DRAWING.seed, ...INPUT, ...FORMAT },
} as const satisfies OptionGroups;

type CommandOptions = CommandValues<typeof OPTIONS>;

/** `zerolm latency SPEC...`: how long a forward pass of each takes on this machine. */
export function addLatencyCommand(program: Command): void {
  describeCommand(
    program
      .command('latency')
      .description('measure how long a forward pass takes here')
      .argument('<spec...>', 'files with specs, folders of such files, or - for stdin'),
    OPTIONS,
    [
      'zerolm latency my-model/config.json',
      'zerolm latency my-models/ --sequence-length 512 --threads 4',
    ],
  ).action(latency);
}

async function latency(inputs: readonly string[], options: CommandOptions): Promise<void> {
  const { build, format } = options;
  const settings = latencySettingsOf(options);
  const machine = await machineWithRuntime();
  const candidates = await readAll(inputs, options, printWarnings);
  const problems = candidates.flatMap(({ architecture, source }) => {
    const message = findForwardProblem(architecture, settings.sequenceLength);
    return message === null ? [] : [{ source, path: '', message }];
  });
  if (problems.length > 0) throw new Refusal(problems);
  const measured = await withProgress((onProgress) =>
    measureLatencies(candidates, settings, onProgress),
  );
  if (!measured.ok) throw Refusal.of(measured.reason);
  warnOfNoise(measured.value);
  const { batch, sequenceLength, threads, warmUp, repeats, seed, initialization } = settings;
  const models = measured.value.flatMap((times, index): LatencyDocument['models'] => {
    const candidate = candidates[index];
    if (candidate === undefined) return [];
    const { id, architecture } = candidate;
    const { median, quartiles, fastest, medianDeviation } = times;
    const [lowerQuartile, upperQuartile] = quartiles;
    return [
      {
        id,
        milliseconds: { median, lowerQuartile, upperQuartile, fastest, medianDeviation },
        tokensPerSecond: (1000 * batch * sequenceLength) / median,
        parameters: countParameters(inventory(architecture, initialization)).total,
      },
    ];
  });
  const document: LatencyDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...{ build, ...familyOf(options) },
      ...{ batch, sequenceLength, threads, warmUp, repeats, seed, initialization },
    },
    machine: { ...machine },
    models,
  };
  printResult(await render(latencyReport(document), format, wantsColor(process.stdout)));
}
