import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';

/** A record of an encoder with a measured quality. */
export interface RatedRecord extends ReturnType<typeof sampleFlexibertSpec> {
  readonly id: string;
  readonly scores: { readonly q: number };
}

/** Encoders of a quality that follows the depth, with some noise and ties. */
export function ratedRecords(count: number): RatedRecord[] {
  return Array.from({ length: count }, (_, n) => {
    const spec = sampleFlexibertSpec(9, n);
    const depth = spec.nas_config.encoder_layers.length;
    return { id: `c${n}`, scores: { q: 60 + 4 * depth + ((n * 7919) % 13) / 2 }, ...spec };
  });
}

/** Each of the records twice, the second time with another quality: as of two runs. */
export function measuredTwice(records: readonly RatedRecord[]): RatedRecord[] {
  return records.flatMap((record, n) => [
    record,
    { ...record, id: `${record.id}-again`, scores: { q: record.scores.q + ((n * 31) % 7) } },
  ]);
}
