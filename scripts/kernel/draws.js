/** What the kernel exports to draw numbers: slices of words, and the numbers made of them. */
import { PAIRS_BYTES, PAIRS_SQUARES, SUMS, loadSums, storeSums } from './box-muller.js';
import { CHUNK, CHUNK_SUMS, ENTRIES, SLICE } from './memory-layout.js';
import { COUNTER_PARAMETERS, STREAM_PARAMETERS } from './philox.js';
import { floats, get, ints, mul, set, vectors } from './wasm-text.js';

/** Words in place as uniform numbers in [-1, 1], times the scale. */
export function uniforms() {
  return `
  (func $uniformsOfWords (param $at i32) (param $end i32) (param $scale f32) (param $sums i32)
    (local $scaled v128)
    ${set('scaled', `(f32x4.splat ${get('scale')})`)}
    (loop $four
      (v128.store ${get('at')} ${mul(get('scaled'), mul(`(f32x4.convert_i32x4_s (v128.load ${get('at')}))`, floats(2 ** -31)))})
      (br_if $four (i32.lt_u (local.tee $at (i32.add ${get('at')} (i32.const 16))) ${get('end')}))))`;
}

/**
 * Numbers from the given block on, as many as lie between the entries and `end`.
 *
 * @param {'normals' | 'uniforms'} kind
 */
export function draw(kind) {
  return `
  (func (export "${kind}") (param $end i32) (param $scale f32)
        ${STREAM_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (call $schedule ${get('seedLow')} ${get('seedHigh')})
    (call $${kind} ${get('end')} ${get('scale')} (i32.const 0) ${COUNTER_PARAMETERS.map(get).join(' ')}))`;
}

/**
 * Words from the given block on up to `end`, and the numbers made of them, slice by slice. A slice in which
 * the lower half of the counter carries has its words in two parts.
 *
 * @param {'normals' | 'uniforms' | 'squares'} kind
 */
export function slices(kind) {
  const left = `(i32.shr_u (i32.sub ${get('stop')} ${get('at')}) (i32.const 4))`;
  const path = `${get('pathLow')} ${get('pathHigh')}`;
  return `
  (func $${kind} (param $end i32) (param $scale f32) (param $sums i32)
        ${COUNTER_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (local $at i32) (local $stop i32) (local $blocks i32) (local $carry i32)
    ${set('at', `(i32.const ${ENTRIES})`)}
    (loop $slice
      ${set('stop', `(i32.add ${get('at')} (i32.const ${SLICE}))`)}
      (if (i32.gt_u ${get('stop')} ${get('end')}) (then ${set('stop', get('end'))}))
      ${set('blocks', left)}
      ${set('carry', get('stop'))}
      ${set('blockLow', `(i32.add ${get('blockLow')} ${get('blocks')})`)}
      (if (i32.lt_u ${get('blockLow')} ${get('blocks')})
        (then ${set('carry', `(i32.sub ${get('stop')} (i32.shl ${get('blockLow')} (i32.const 4)))`)}))
      (call $words ${get('at')} ${get('carry')} (i32.sub ${get('blockLow')} ${get('blocks')}) ${get('blockHigh')} ${path})
      (if (i32.lt_u ${get('blockLow')} ${get('blocks')}) (then
        ${set('blockHigh', `(i32.add ${get('blockHigh')} (i32.const 1))`)}
        (if ${get('blockLow')} (then
          (call $words ${get('carry')} ${get('stop')} (i32.const 0) ${get('blockHigh')} ${path})))))
      (call $${kind}OfWords ${get('at')} ${get('stop')} ${get('scale')} ${get('sums')})
      (br_if $slice (i32.lt_u (local.tee $at ${get('stop')}) ${get('end')}))))`;
}

/**
 * Draws whole chunks of normals and writes four running sums of the squares of each, in double
 * precision: sums that `gather` would give of the same entries.
 */
export function squares() {
  const end = ENTRIES + CHUNK;
  return `
  (func (export "squares") (param $chunks i32) (param $scale f32)
        ${STREAM_PARAMETERS.map((name) => `(param $${name} i32)`).join(' ')}
    (local $sums i32) (local $before i32)
    ${vectors([...SUMS, 'v', 'o'])}
    (call $schedule ${get('seedLow')} ${get('seedHigh')})
    ${set('sums', `(i32.const ${CHUNK_SUMS})`)}
    (loop $chunk
      (v128.store offset=0 ${get('sums')} ${ints(0)})
      (v128.store offset=16 ${get('sums')} ${ints(0)})
      (call $squares (i32.const ${end}) ${get('scale')} ${get('sums')} ${COUNTER_PARAMETERS.map(get).join(' ')})
      ${loadSums}
      ${PAIRS_SQUARES(`(i32.const ${end - PAIRS_BYTES})`).join('\n')}
      ${storeSums}
      ${set('sums', `(i32.add ${get('sums')} (i32.const 32))`)}
      ${set('before', get('blockLow'))}
      ${set('blockLow', `(i32.add ${get('blockLow')} (i32.const ${CHUNK / 16}))`)}
      ${set('blockHigh', `(i32.add ${get('blockHigh')} (i32.lt_u ${get('blockLow')} ${get('before')}))`)}
      (br_if $chunk (local.tee $chunks (i32.sub ${get('chunks')} (i32.const 1))))))`;
}
