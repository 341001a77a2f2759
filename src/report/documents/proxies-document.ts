import { z } from 'zod';
import { PROXY_NEEDS, SCORE_DIRECTIONS } from '../../proxy-parts/proxy-facts.ts';
import { heading, type DocumentOf } from './fields.ts';

/** The JSON of `zerolm proxies`. */
export const proxiesDocument = z.object({
  ...heading,
  settings: z.object({}),
  proxies: z.array(
    z.object({
      name: z.string(),
      direction: z.enum(SCORE_DIRECTIONS).describe('Which end of its scores is the good one'),
      needs: z.enum(PROXY_NEEDS).describe('What has to be known of a model'),
      paper: z.string().nullable().describe('Where it comes from, where that is a paper'),
      description: z.string(),
    }),
  ),
});

/** The document of `proxies`. */
export type ProxiesDocument = DocumentOf<typeof proxiesDocument>;
