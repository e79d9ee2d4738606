import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In a CommonJS bundle there is no `import.meta.url`, but the bundle's own name. */
const own = (import.meta.url as string | undefined) ? fileURLToPath(import.meta.url) : __filename;

/** The folder with `model.json`, the weights it names and their vocabulary. */
export const modelFolder: string = join(own, '../../model');
