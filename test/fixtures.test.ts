import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFixtures } from '../scripts/make-fixtures.js';
import { ROOT } from './cli/run.ts';

it('the committed fixtures are those that the script makes: catches one edited by hand', () => {
  const generated = generatedFixtures();
  for (const [path, text] of generated) {
    expect(readFileSync(join(ROOT, 'fixtures', path), 'utf8'), path).toBe(text);
  }
  const committed = ['bert-family', 'flexibert-candidates'].flatMap((folder) =>
    readdirSync(join(ROOT, 'fixtures', folder)).map((name) => `${folder}/${name}`),
  );
  expect([...generated.keys()]).toEqual(expect.arrayContaining(committed));
});
