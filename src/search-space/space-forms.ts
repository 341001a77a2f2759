import { checkpointForm } from './checkpoint-form.ts';
import { flexibertForm } from './flexibert-form.ts';
import { generalForm } from './general-form.ts';
import type { SpaceForm } from './space-form.ts';

/** Every form of a search space; the first that recognizes a file reads it. */
export const SPACE_FORMS: readonly SpaceForm[] = [flexibertForm, checkpointForm, generalForm];
