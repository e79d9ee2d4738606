import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Tests run on sources, but count with the vocabularies that the build makes: makes them where nothing was built yet. */
export function setup(): void {
  const core = new URL('../packages/core/', import.meta.url);
  if (existsSync(new URL('dist/vocabularies/claude.bin', core))) return;
  const script = fileURLToPath(new URL('scripts/build-vocabularies.mjs', core));
  if (spawnSync(process.execPath, [script], { stdio: 'inherit' }).status !== 0)
    throw new Error('The vocabularies could not be made');
}
