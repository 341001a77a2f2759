/** The forms that an architecture may be converted to. */
export const CONVERSION_TARGETS = ['flexibert', 'hugging-face'] as const;

/** A form that an architecture may be converted to. */
export type ConversionTarget = (typeof CONVERSION_TARGETS)[number];
