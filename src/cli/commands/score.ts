import type { Command } from 'commander';
import { describeSettings } from '../../report/describe-settings.ts';
import { SCHEMA_VERSION, TOOL, type ScoreDocument } from '../../report/documents.ts';
import { render } from '../../report/render.ts';
import { scoreReport } from '../../report/score-report.ts';
import { scoreAll } from '../../scoring/score-all.ts';
import {
  engineOf,
  familyOf,
  OPTIONS,
  SCORE_OPTIONS,
  settingsOf,
  statisticOf,
  warnOfIgnored,
  type ScoreOptions,
} from '../options.ts';
import { readModel } from '../read-input.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, wantsColor, withProgress } from '../terminal.ts';

/** `zerolm score SPEC`: the score of one architecture and what it is made of. */
export function addScoreCommand(program: Command): void {
  const command = program
    .command('score')
    .description('score one architecture: capacities of its sub-modules and blocks, parameters')
    .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin')
    .addOption(OPTIONS.id())
    .addHelpText(
      'after',
      '\nExample:\n  zerolm score fixtures/bert-family/bert-tiny.json --alpha 0.5',
    );
  for (const option of SCORE_OPTIONS) command.addOption(option());
  command.action(async (spec: string, options: ScoreOptions & { id?: string }) => {
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

async function score(spec: string, options: ScoreOptions & { id?: string }): Promise<void> {
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
