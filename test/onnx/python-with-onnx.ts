import { spawnSync } from 'node:child_process';

/** The first Python that has the onnx package; undefined where none has. */
export const pythonWithOnnx = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import onnx']).status === 0,
);
