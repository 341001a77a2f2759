/** Loaded before a measured process: writes its peak memory, in kB, to a file when it ends. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

const { ZEROLM_BENCH_PEAK: target } = process.env;
if (isMainThread && target !== undefined) {
  process.on('exit', () => {
    writeFileSync(target, String(process.resourceUsage().maxRSS));
  });
}
