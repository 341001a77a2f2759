import { arch, cpus, platform } from 'node:os';
import type { Runtime } from '../runtime/load-runtime.ts';

/** What a measured time rests on besides the settings. */
export interface Machine {
  /** As the processor names itself. */
  readonly processor: string;
  /** Logical cores, which other programs may use as well. */
  readonly cores: number;
  /** Operating system and architecture, as `linux x64`. */
  readonly platform: string;
  readonly onnxruntime: string;
}

/** This machine, and the runtime on it. */
export function describeMachine({ env }: Pick<Runtime, 'env'>): Machine {
  const cores = cpus();
  return {
    processor: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    platform: `${platform()} ${arch()}`,
    onnxruntime: env.versions.node ?? env.versions.common,
  };
}
