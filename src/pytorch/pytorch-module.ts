import type { Architecture } from '../architecture/architecture.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { modelGraph } from '../forward/model-graph.ts';
import { failure, success, type Result } from '../result.ts';
import { BLOCK_PARTS } from './block-parts.ts';
import { findModuleProblem } from './find-module-problem.ts';
import { blockLayers, modelLayers } from './layer-names.ts';
import { LOADING_SOURCE } from './loading-source.ts';
import { MIXING_PARTS } from './mixing-parts.ts';
import { modelSource } from './model-source.ts';
import { list, layOut, pythonString } from './python-layout.ts';
import { partsFor, type PythonPart } from './python-parts.ts';

/** A model as a file of Python. */
export interface PytorchModule {
  readonly source: string;
  /** Paths of weights that no output depends on, as those of a pooler. */
  readonly leftOut: readonly string[];
}

const TOKEN_PLACES: PythonPart = {
  name: 'token_places',
  needs: [],
  source: `def token_places(kept: Tensor) -> Tensor:
    """Return the place of each token in its sequence, and 0 for padding."""
    return (kept.cumsum(dim=1) - 1) * kept
`,
};

const PARTS: readonly PythonPart[] = [TOKEN_PLACES, ...MIXING_PARTS, ...BLOCK_PARTS];

/**
 * A model as one file of Python that needs PyTorch alone: modules that compute what the model computes,
 * and a loader of the checkpoint that `init` writes.
 *
 * @param id names the model in the file
 * @returns a failure where such a model can't be run, or has a part that the file has no module for
 */
export function pytorchModule(architecture: Architecture, id: string): Result<PytorchModule> {
  const model = modelGraph(architecture);
  if (!model.ok) return model;
  const problem = findModuleProblem(architecture);
  if (problem !== null) return failure(problem);
  const { graph, leftOut: weights } = model.value;
  const leftOut = weights.map(({ path }) => path);
  const hasLogits = graph.outputs.some(({ name }) => name === 'logits');
  const { source, own } = modelSource(architecture, hasLogits);
  const parts = partsFor(
    PARTS.flatMap(({ name }) => (new RegExp(`\\b${name}\\b`).test(source) ? [name] : [])),
    PARTS,
  );
  const names = namesSource(architecture, own, source, leftOut);
  const body = [...parts.map((part) => part.source), source, names, LOADING_SOURCE].join('\n\n');
  return success({ source: `${headSource(architecture, id, body)}\n\n${body}`, leftOut });
}

function headSource({ normEpsilon }: Architecture, id: string, body: string): string {
  const uses = (name: string): boolean => body.includes(`${name}.`);
  return `"""${pythonString(id).slice(1, -1)} as a PyTorch module, written by zerolm.

It needs PyTorch (1.13 or later) and nothing else:

    model = load("model.safetensors")  # as \`zerolm init\` writes it
    hidden = model(input_ids, attention_mask)
"""

from __future__ import annotations

import json
${uses('math') ? 'import math\n' : ''}import struct
${body.includes('Callable[') ? 'from typing import Callable\n' : ''}
import torch
from torch import Tensor, nn
${uses('functional') ? 'from torch.nn import functional\n' : ''}
EPSILON = ${pythonNumber(normEpsilon)}  # added to the variance by every norm
`;
}

/** A number that Python reads as one that is not whole. */
function pythonNumber(number: number): string {
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

/** The names of the layers in the checkpoint. */
function namesSource(
  architecture: Architecture,
  own: readonly number[],
  model: string,
  leftOut: readonly string[],
): string {
  const names = WEIGHT_NAMES[architecture.naming];
  const used = [...modelLayers(architecture, names)].filter(([name]) =>
    model.includes(`self.${name.split('.')[0] ?? ''} = `),
  );
  const paths = own.map((index) => {
    const shared = architecture.blocks[index]?.sharedAs ?? null;
    return `${names.blocks}.${shared ?? index}`;
  });
  const isRange = paths.every((path, index) => path === `${names.blocks}.${index}`);
  const inBlocks = new Map<string, string>();
  for (const block of architecture.blocks) {
    for (const [name, path] of blockLayers(block, names)) inBlocks.set(name, path);
  }
  if (model.includes('Projection(')) inBlocks.set('projection', 'projection');
  const listed = layOut(list(...paths.map(pythonString)), 0, 'BLOCK_PATHS = '.length);
  return `# The layers of the model, and those of each block, in the checkpoint.
MODEL_LAYERS = ${dictionary(used)}
BLOCK_LAYERS = ${dictionary(inBlocks)}
BLOCK_PATHS = ${
    isRange ? `[f"${names.blocks}.{index}" for index in range(${paths.length})]` : listed
  }
# Its weights that no output depends on.
LEFT_OUT = ${leftOut.length === 0 ? 'set()' : set(leftOut)}
# Whether it has the matrices of blocks with the inputs first.
INPUTS_FIRST = ${names.inputsFirst === 'matrices' ? 'True' : 'False'}
`;
}

function dictionary(entries: Iterable<readonly [string, string]>): string {
  const lines = [...entries].map(
    ([name, path]) => `    ${pythonString(name)}: ${pythonString(path)},\n`,
  );
  return `{\n${lines.join('')}}`;
}

function set(items: readonly string[]): string {
  return `{\n${items.map((item) => `    ${pythonString(item)},\n`).join('')}}`;
}
