import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { ROOT } from './run.ts';

/** The signals by which a user ends the program, and the exit code that a shell shows. */
export const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const;

/** How a run ended that got a signal. */
export interface Interrupted {
  /** As a shell shows it: 128 and the number of a signal that killed it. */
  readonly status: number;
  /** Whether it ended by itself before it got the signal. */
  readonly isTooLate: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** From the signal to the end. */
  readonly milliseconds: number;
}

/**
 * Runs the built command line and sends it a signal.
 *
 * @param moment resolved when the signal is to be sent
 * @param again milliseconds after which it is sent again; once only if absent
 */
export async function interrupted(
  args: readonly string[],
  signal: keyof typeof STOPPED,
  moment: () => Promise<unknown>,
  again?: number,
): Promise<Interrupted> {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'zerolm'), ...args], { cwd: ROOT });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code, killer) => {
      resolve(code ?? 128 + (killer === null ? 0 : constants.signals[killer]));
    });
  });
  await Promise.race([moment(), ended]);
  const isTooLate = child.exitCode !== null || child.signalCode !== null;
  const sent = performance.now();
  child.kill(signal);
  if (again !== undefined) {
    await Promise.race([setTimeout(again), ended]);
    child.kill(signal);
  }
  const status = await ended;
  return { status, isTooLate, stdout, stderr, milliseconds: performance.now() - sent };
}

/** Fails unless a run ended as it should at a signal, or by itself just before. */
export function expectEnded(
  { status, stderr }: Interrupted,
  signal: keyof typeof STOPPED,
  what: string,
): void {
  const wanted: readonly number[] = [STOPPED[signal], 0];
  expect({ what, status, stderr }).toEqual({
    what,
    status: wanted.find((code) => code === status) ?? wanted[0],
    stderr: expect.not.stringMatching(/terminate called|core dumped|Napi::|^\s+at /m) as string,
  });
}

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
