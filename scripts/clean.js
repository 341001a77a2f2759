/** Empties `dist`, so that no module stays there that `src` no longer has. Part of `npm run build`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

rmSync(join(import.meta.dirname, '..', 'dist'), { recursive: true, force: true });
