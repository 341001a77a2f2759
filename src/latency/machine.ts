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

/** What is known of a machine without its runtime. */
type Hardware = Omit<Machine, 'onnxruntime'>;

/** This machine. */
export function thisMachine(): Hardware {
  const cores = cpus();
  return {
    processor: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    platform: `${platform()} ${arch()}`,
  };
}

/** This machine, and the runtime on it. */
export function describeMachine({ env }: Pick<Runtime, 'env'>): Machine {
  return { ...thisMachine(), onnxruntime: env.versions.node ?? env.versions.common };
}

/** In what a machine differs from another one, as `cores 8, not 2`; null where in nothing. */
export function describeDifferences(
  one: Machine,
  other: Hardware & Partial<Machine>,
): string | null {
  const differing = (['processor', 'cores', 'platform', 'onnxruntime'] as const).filter(
    (name) => other[name] !== undefined && one[name] !== other[name],
  );
  if (differing.length === 0) return null;
  return differing.map((name) => `${name} ${one[name]}, not ${other[name] ?? ''}`).join('; ');
}
