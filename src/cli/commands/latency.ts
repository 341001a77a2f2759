import type { Command } from 'commander';
import { inventory } from '../../architecture/inventory.ts';
import { countParameters } from '../../architecture/parameter-counts.ts';
import { findForwardProblem } from '../../forward/find-forward-problem.ts';
import type { Build, LtsFamily } from '../../formats/candidate-format.ts';
import { measureLatencies } from '../../latency/measure-latencies.ts';
import { HEADING } from '../../report/documents/heading.ts';
import type { LatencyDocument } from '../../report/documents/latency-document.ts';
import { latencyReport } from '../../report/latency-report.ts';
import { render, type OutputFormat } from '../../report/render.ts';
import { LATENCY_OPTIONS } from '../latency-option.ts';
import { familyOf, OPTIONS } from '../options.ts';
import { readAll } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, printWarnings, wantsColor, withProgress } from '../terminal.ts';
import {
  latencySettingsOf,
  machineWithRuntime,
  warnOfNoise,
  type TimingRequest,
} from '../../workflows/timing.ts';

interface CommandOptions extends TimingRequest {
  readonly build: Build;
  readonly family?: LtsFamily;
  readonly format: OutputFormat;
}

/** `zerolm latency SPEC...`: how long a forward pass of each takes on this machine. */
export function addLatencyCommand(program: Command): void {
  const command = program
    .command('latency')
    .description('measure how long a forward pass takes here, in onnxruntime')
    .argument('<spec...>', 'files with specs, directories of such files, or - for stdin');
  const own = [OPTIONS.seed, OPTIONS.build, OPTIONS.family, OPTIONS.format];
  for (const option of [...LATENCY_OPTIONS, ...own]) command.addOption(option());
  command
    .addHelpText('after', '\nExample:\n  zerolm latency fixtures/bert-family/bert-tiny.json')
    .action(latency);
}

async function latency(inputs: readonly string[], options: CommandOptions): Promise<void> {
  const { build, format } = options;
  const settings = latencySettingsOf(options, printWarnings);
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
  warnOfNoise(measured.value, printWarnings);
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
    ...HEADING,
    settings: {
      ...{ build, ...familyOf(options) },
      ...{ batch, sequenceLength, threads, warmUp, repeats, seed, initialization },
    },
    machine: { ...machine },
    models,
  };
  printResult(await render(latencyReport(document), format, wantsColor(process.stdout)));
}
