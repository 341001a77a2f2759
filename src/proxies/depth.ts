import type { DirectProxy } from './proxy.ts';
import { always, scoreEach } from './score-each.ts';

/** The number of blocks. */
export const depth: DirectProxy = {
  name: 'depth',
  description: 'blocks',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: (architectures, _settings, onProgress) =>
    scoreEach(
      architectures,
      always(({ blocks }) => blocks.length),
      onProgress,
    ),
};
