const BLOCK = 64;

/** The first 64 primes, which the constants of the rounds come from. */
const PRIMES = firstPrimes(64);

/** The first 32 bits of the fractional parts of the cube roots of the primes. */
const ROUNDS = Int32Array.from(PRIMES, (prime) => rootBits(prime, 3n));

/** The same of the square roots of the first eight. */
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => rootBits(prime, 2n));

const schedule = new Int32Array(64);
const state = new Int32Array(8);
const lastBlocks = Buffer.alloc(2 * BLOCK);

/**
 * The first two 32-bit words (big-endian, signed) of the SHA-256 of a text's UTF-8 form, into `out`.
 *
 * The engine's own hash makes an object for each text that the collector has to ask about, which
 * takes six times as long for a text as short as a path: of a million candidates, it took half of
 * the time to draw them.
 *
 * Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5 and 6.2.
 */
export function sha256Words(text: string, out: Int32Array): void {
  state.set(START);
  let rest = 0;
  if (text.length < BLOCK - 8 && isAscii(text)) {
    for (; rest < text.length; rest++) lastBlocks[rest] = text.charCodeAt(rest);
    finish(rest, rest);
  } else {
    const bytes = Buffer.from(text, 'utf8');
    const whole = bytes.length - (bytes.length % BLOCK);
    for (let at = 0; at < whole; at += BLOCK) compress(bytes, at);
    rest = bytes.copy(lastBlocks, 0, whole);
    finish(rest, bytes.length);
  }
  out[0] = state[0]!;
  out[1] = state[1]!;
}

/** Pads the last bytes, of which `rest` are in place, and takes in the block or two they make. */
function finish(rest: number, length: number): void {
  const end = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
  lastBlocks.fill(0, rest, end);
  lastBlocks[rest] = 0x80;
  lastBlocks.writeUInt32BE(Math.floor(length / 2 ** 29), end - 8);
  lastBlocks.writeUInt32BE((length * 8) >>> 0, end - 4);
  for (let at = 0; at < end; at += BLOCK) compress(lastBlocks, at);
}

/** Takes the 64 bytes from `at` on into the state. */
function compress(bytes: Uint8Array, at: number): void {
  for (let t = 0; t < 16; t++) {
    const i = at + 4 * t;
    schedule[t] = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!;
  }
  for (let t = 16; t < 64; t++) {
    const x = schedule[t - 15]!;
    const y = schedule[t - 2]!;
    const sigma0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const sigma1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    schedule[t] = sigma1 + schedule[t - 7]! + sigma0 + schedule[t - 16]!;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const sum1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + ROUNDS[t]! + schedule[t]!) | 0;
    const sum0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}

/** A word turned right by some bits. */
function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}

/** The first 32 bits after the point of a root: of the integer root of the number times 2^(32 degree). */
function rootBits(value: number, degree: bigint): number {
  const target = BigInt(value) << (32n * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return Number(BigInt.asIntN(32, low));
}
