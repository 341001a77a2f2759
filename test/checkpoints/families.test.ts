import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { initializedCheckpoint } from '../../src/checkpoints/initialized-checkpoint.ts';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { candidateOf } from '../formats/specs.ts';
import { temporaryFile } from '../temporary-files.ts';
import { SMALL } from './small-families.ts';

describe('a written model of the family', () => {
  it.each([...HUGGING_FACE_FAMILIES.keys()])(
    '%s is read back as it was drawn, to the last bit: catches a name that is placed elsewhere',
    async (model_type) => {
      const config = { model_type, ...SMALL[model_type] };
      const { architecture } = candidateOf(config);
      const pieces = initializedCheckpoint(inventory(architecture, 'normal'), 3);
      const bytes = Buffer.concat(Array.from(pieces, (piece) => Uint8Array.from(piece)));
      const path = temporaryFile('model.safetensors', bytes);
      // It has the number of heads, which decides the order of rows.
      writeFileSync(join(dirname(path), 'config.json'), JSON.stringify(config));
      const { checkpoint, warnings } = await readCheckpoint(path);
      if (checkpoint === undefined) throw new Error('it is not read');
      expect(warnings).toEqual([]);
      const settings = { ...DEFAULT_SETTINGS, seed: 3 };
      const drawn = scoreArchitecture(architecture, { ...settings, mode: 'sampled' });
      const read = await scoreCheckpoint(checkpoint, { ...settings, mode: 'weights' });
      if (!drawn.ok || !read.ok) throw new Error('it has no score');
      // A file has the blocks that share weights once, and so fewer of them.
      const { blocks: ofSpec, ...own } = drawn.value;
      const { blocks: ofFile, ...stored } = read.value;
      expect(stored).toEqual(own);
      if (model_type !== 'albert') expect(ofFile).toEqual(ofSpec);
    },
  );
});
