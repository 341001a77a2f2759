import { z } from 'zod';
import { proxySetting } from './proxy-setting.ts';

/** Whether the size of decoders counts besides the resistance. */
export const bottleneckSize = proxySetting({
  name: 'bottleneckSize',
  description: 'term of size in bottleneck: of decoders, or none',
  schema: z.enum(['decoders', 'none']),
  initial: 'decoders',
});
