/** Calls a function with every batch of a stream, one after another; the summary of the stream. */
export async function forEachBatch<Batch, Summary>(
  batches: AsyncGenerator<Batch, Summary, void>,
  each: (batch: Batch) => unknown,
): Promise<Summary> {
  for (;;) {
    const step = await batches.next();
    if (step.done === true) return step.value;
    await each(step.value);
  }
}
