import type { WeightStream } from '../../src/initialization/weight-stream.ts';

const MASK = 0xffffffffn;

/**
 * Philox4x32 as section 3.3 of the paper writes it, in integers of any size.
 *
 * @param counter four words, the lowest first
 * @param key two words, the lower first
 */
export function slowPhilox(counter: readonly number[], key: readonly number[]): number[] {
  let [r0 = 0n, l0 = 0n, r1 = 0n, l1 = 0n] = counter.map(BigInt);
  let [k0 = 0n, k1 = 0n] = key.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const first = r0 * 0xd2511f53n;
    const second = r1 * 0xcd9e8d57n;
    [r0, l0, r1, l1] = [
      (second >> 32n) ^ l0 ^ k0,
      second & MASK,
      (first >> 32n) ^ l1 ^ k1,
      first & MASK,
    ];
    k0 = (k0 + 0x9e3779b9n) & MASK;
    k1 = (k1 + 0xbb67ae85n) & MASK;
  }
  return [r0, l0, r1, l1].map(Number);
}

/** Word `index` of a stream by the documented layout: word j of block 4g + k is word 16g + 4j + k. */
export function slowWord(stream: WeightStream, index: number, attempt: number): number {
  const group = BigInt(index) / 16n;
  const place = index % 16;
  const block = 4n * group + BigInt(place % 4);
  const counter = [
    Number(block & MASK),
    Number((block >> 32n) | (BigInt(attempt) << 24n)),
    stream.pathLow,
    stream.pathHigh,
  ];
  return slowPhilox(counter, [stream.seedLow, stream.seedHigh])[Math.floor(place / 4)]!;
}

/** Box-Muller in double precision, of the first word as single precision holds it. */
export function slowBoxMuller(
  first: number,
  second: number,
): { readonly radius: number; readonly cosine: number; readonly sine: number } {
  const u = Math.fround(Math.abs(Math.fround(first | 0)) + 0.5) / 2 ** 31;
  const radius = Math.sqrt(-2 * Math.log(u));
  const angle = (2 * Math.PI * second) / 2 ** 32;
  return { radius, cosine: radius * Math.cos(angle), sine: radius * Math.sin(angle) };
}

/** Value `index` of the standard normals of a stream, in double precision, and its radius. */
export function slowNormal(
  stream: WeightStream,
  index: number,
  attempt = 0,
): { readonly radius: number; readonly value: number } {
  const isSine = Math.floor(index / 4) % 2 === 1;
  const cosineAt = isSine ? index - 4 : index;
  const first = slowWord(stream, cosineAt, attempt);
  const second = slowWord(stream, cosineAt + 4, attempt);
  const { radius, cosine, sine } = slowBoxMuller(first, second);
  return { radius, value: isSine ? sine : cosine };
}
