import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { UsageError } from '../usage-error.js';

const NOT_HERE =
  'The evaluations are not a part of the published package: their tasks lie in the repository. Clone https://github.com/headroom-ts/headroom and run `npm run evals -- --help` there.';

/**
 * The program of `apps/evals`, where this command was built in its repository. Looked for above this very file only: what lies in the
 * folder somebody calls it from is not run.
 */
export function evalsProgram(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'apps', 'evals');
    if (existsSync(join(folder, 'package.json'))) {
      const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name?: string };
      return name === '@headroom/evals' ? join(folder, 'dist', 'main.js') : undefined;
    }
    if (dirname(at) === at) return undefined;
  }
}

/** `headroom evals …`: the same as `npm run evals -- …` in the repository. */
export function evalsCommand(program: Command): void {
  program
    .command('evals')
    .description(
      'Measure what is saved and what it costs, without a model or with yours (in a clone of the repository)',
    )
    .usage('quick|suite|list|report|fetch [options]')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(run);
}

function run(): void {
  const evals = evalsProgram();
  if (evals === undefined) throw new UsageError(NOT_HERE);
  if (!existsSync(evals)) throw new UsageError('The evaluations are not built: `npm run evals -- list` builds them.');
  // As they were written: what this command does not know is none of its business.
  const given = process.argv.slice(process.argv.indexOf('evals') + 1);
  const done = spawnSync(process.execPath, [evals, ...given], { stdio: 'inherit' });
  process.exitCode = done.status ?? 1;
}
