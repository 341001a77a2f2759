/**
 * Loaded before a measured process: writes its peak memory, in kB, and its seconds of CPU in all threads
 * to a file when it ends.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { peakKilobytes } from '../scripts/peak-memory.js';

const { ZEROLM_BENCH_PEAK: target } = process.env;
if (isMainThread && target !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(target, `${peakKilobytes()} ${(user + system) / 1e6}`);
  });
}
