import type { Command } from 'commander';
import { describeSettings } from '../../report/describe-settings.ts';
import { SCHEMA_VERSION, TOOL, type ScoreDocument } from '../../report/documents.ts';
import { render } from '../../report/render.ts';
import { scoreReport } from '../../report/score-report.ts';
import { scoreAll } from '../../scoring/score-all.ts';
import { engineOf, familyOf, settingsOf, statisticOf, warnOfIgnored } from '../options.ts';
import { readModel } from '../read-input.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, wantsColor, withProgress } from '../terminal.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ENGINE } from '../options/engine-options.ts';
import { ONE_CANDIDATE, INPUT, EXPERTS } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    ...ONE_CANDIDATE,
    alpha: SCORING.alpha,
    settings: SCORING.settings,
    mode: SCORING.mode,
    seed: SCORING.seed,
    ...FORMAT,
  },
  'Scoring:': { ...SCORING, ...EXPERTS },
  'Engine:': ENGINE,
  'Input:': INPUT,
} as const satisfies OptionGroups;

type Options = CommandValues<typeof OPTIONS>;

/** `zerolm score SPEC`: the score of one architecture and what it is made of. */
export function addScoreCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('score')
      .description('score one architecture, in total and by block')
      .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin'),
    OPTIONS,
    [
      'zerolm score my-model/config.json',
      'zerolm score my-model/config.json --mode sampled --format json',
    ],
  );
  command.action(async (spec: string, options: Options) => {
    await score(spec, options);
    if (options.mode === 'expected') {
      warnOfIgnored(command, ['seed'], 'an expected score has no seed');
    } else if (options.mode === 'weights') {
      warnOfIgnored(command, ['seed'], 'the weights of a checkpoint have no seed');
      const { needs } = await statisticOf(options.capacity);
      // A formula may have sigma in it, which the file does not tell.
      if (needs !== 'moments') {
        warnOfIgnored(command, ['initialization'], 'the weights of a checkpoint are there');
      }
    }
  });
}

async function score(spec: string, options: Options): Promise<void> {
  const settings = await settingsOf(options);
  const engine = engineOf(options);
  const model = await readModel(spec, options);
  const { id, source } = model;
  const result = await withProgress(async (onProgress) => {
    if ('checkpoint' in model) {
      // Loaded for those who have one.
      const { scoreCheckpoint } = await import('../../checkpoints/score-checkpoint.ts');
      return scoreCheckpoint(model.checkpoint, settings, onProgress, engine);
    }
    const [only] = await scoreAll([model.architecture], settings, onProgress, engine);
    return only;
  });
  if (result?.ok !== true) {
    const message = result?.reason ?? 'no score';
    throw new Refusal([{ source, path: '', message }]);
  }
  const family =
    'checkpoint' in model ? model.checkpoint.naming?.family : model.architecture.family;
  const document: ScoreDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...describeSettings(settings, options.build, family === undefined ? [] : [family]),
      ...familyOf(options),
    },
    id,
    ...result.value,
    blocks: [...result.value.blocks],
  };
  printResult(await render(scoreReport(document), options.format, wantsColor(process.stdout)));
}
