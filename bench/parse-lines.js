/**
 * Reads the lines of a file and parses each as JSON, as fast as a short script does it, and prints
 * how many there were.
 */
import { createReadStream } from 'node:fs';
import process from 'node:process';

const [, , file = ''] = process.argv;
let count = 0;
let rest = '';
for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 18 })) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    JSON.parse(line);
    count += 1;
  }
}
process.stdout.write(String(count));
