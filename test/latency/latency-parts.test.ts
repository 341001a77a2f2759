import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { partsOf, type BlockPart } from '../../src/latency/latency-parts.ts';
import { DEFAULT_LATENCY_SETTINGS } from '../../src/latency/latency-settings.ts';
import { timedPass } from '../../src/latency/timed-pass.ts';
import { caseNamed, CASES } from '../forward/cases.ts';

const SIZE = { batch: 2, sequenceLength: 8 };

/** How often a graph has each node; those that depend on no input are computed when it is opened. */
function nodesOf(architecture: Architecture): Map<string, number> {
  const pass = timedPass(architecture, { ...DEFAULT_LATENCY_SETTINGS, ...SIZE });
  if (!pass.ok) throw new Error(pass.reason);
  const { graph } = pass.value;
  const fed = new Set(graph.inputs.map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const { operator, attributes, inputs, outputs } of graph.nodes) {
    if (!inputs.some(({ name }) => fed.has(name))) continue;
    for (const { name } of outputs) fed.add(name);
    const shapes = [inputs, outputs].map((values) => values.map(({ shape }) => shape));
    const key = JSON.stringify([operator, attributes, shapes]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The nodes that a model has beyond those of its parts, by how often. */
function excessOf(architecture: Architecture): [string, number][] {
  const excess = new Map<string, number>();
  const add = (own: Architecture, factor: number): void => {
    for (const [key, count] of nodesOf(own)) {
      excess.set(key, (excess.get(key) ?? 0) + factor * count);
    }
  };
  const addBlock = (part: BlockPart, factor: number): void => {
    add(part.withCopies(3), -factor / 2);
    add(part.withCopies(1), factor / 2);
  };
  for (const part of partsOf(architecture, SIZE)) {
    if (part.kind === 'block') addBlock(part, 1);
    else {
      add(part.skeleton, -1);
      for (const block of part.blocks) addBlock(block, -1);
    }
  }
  add(architecture, 1);
  return [...excess].filter(([, count]) => count !== 0);
}

describe('partsOf', () => {
  it.each(CASES.filter(({ id }) => id !== 'hat'))(
    'of $id has the nodes of the whole model: catches one that is counted twice, or by no part',
    ({ architecture }) => {
      expect(excessOf(architecture)).toEqual([]);
    },
  );

  it('leaves out of HAT what blocks share that read the same layers of the encoder', () => {
    const operators = excessOf(caseNamed('hat').architecture).map(([key]) => key.split('"')[1]);
    expect(operators).toEqual(['Concat', 'Reshape']);
  });
});
