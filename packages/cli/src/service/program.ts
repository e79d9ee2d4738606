import { fileURLToPath } from 'node:url';

/** The script of the `headroom` command, in the folder of the built files. */
export const program = fileURLToPath(new URL('./main.js', import.meta.url));
