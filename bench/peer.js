/** numpy and torch in a Python process of their own, started once and asked in turn. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** Where Debian's python3-numpy and python3-torch are; ZEROLM_BENCH_PYTHON names another. */
export const PYTHON = process.env.ZEROLM_BENCH_PYTHON ?? '/usr/bin/python3';

/**
 * @typedef {object} Peer
 * @property {Readonly<Record<string, string>>} versions of the libraries that are there
 * @property {(library: string, shapes: readonly (readonly [number, number])[]) =>
 *   Promise<{ seconds: number, sumOfSquares: number }>} draw
 * @property {() => void} stop
 */

/**
 * Starts the peer. Where there is no Python it has no libraries.
 *
 * @param {number} threads
 * @returns {Promise<Peer>}
 */
export async function startPeer(threads) {
  if (!existsSync(PYTHON)) {
    const draw = () => Promise.reject(new Error(`no ${PYTHON}`));
    return { versions: {}, draw, stop: () => undefined };
  }
  const child = spawn(PYTHON, [join(import.meta.dirname, 'peer.py'), String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      OMP_NUM_THREADS: String(threads),
      OPENBLAS_NUM_THREADS: String(threads),
      MKL_NUM_THREADS: String(threads),
      // Else an idle thread spins, on a core that the other side needs.
      OMP_WAIT_POLICY: 'passive',
    },
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${PYTHON} ended with exit code ${code}`);
  });
  // It is only an error for a caller that waits for an answer.
  ended.catch(() => undefined);
  const answer = async () => {
    const [line] = await Promise.race([once(lines, 'line'), ended]);
    return JSON.parse(line);
  };
  return {
    versions: await answer(),
    draw: (library, shapes) => {
      child.stdin.write(`${JSON.stringify({ library, shapes })}\n`);
      return answer();
    },
    stop: () => child.kill(),
  };
}

/**
 * What to say where a library is missing.
 *
 * @param {string} library
 */
export const missing = (library) =>
  `${library}: not in ${PYTHON} (apt install python3-${library}, or set ZEROLM_BENCH_PYTHON)`;
