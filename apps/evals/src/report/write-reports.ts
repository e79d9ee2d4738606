import { mkdirSync, writeFileSync } from 'node:fs';
import { figures } from '../baseline.js';
import { inRepo } from '../repo.js';
import type { Results } from '../tasks.js';
import { html } from './html.js';
import { markdown } from './markdown.js';
import { updateReadme } from './readme.js';

/** What the JSON report holds: sums and misses, not every cell of the grid. */
export function summary({ survival, questions, sessions, support, adversarial, published }: Results): object {
  const { cells = [], ...sums } = adversarial ?? {};
  const missed = cells.filter((cell) => cell.signal && cell.outcome !== 'retained');
  return {
    figures: figures({
      ...(survival ? { survival } : {}),
      ...(questions ? { questions } : {}),
      ...(sessions ? { sessions } : {}),
      ...(support ? { support } : {}),
      ...(adversarial ? { adversarial } : {}),
    }),
    methods: {
      own: survival?.own.map(({ name, all, misses }) => ({ name, all, ...(name === 'truncation' ? {} : { misses }) })),
      shared: survival?.shared?.map(({ name, all }) => ({ name, all })),
    },
    questions,
    sessions: sessions?.map(({ course: _, ...rest }) => rest),
    support,
    asked: 'not run here',
    published,
    adversarial: {
      ...sums,
      cells: cells.length,
      missed: [...new Set(missed.map((cell) => `${cell.payload} in ${cell.carrier}`))],
    },
  };
}

/** Writes all reports of a full run and the table of the README; returns the paths. */
export function writeReports(results: Results): string[] {
  mkdirSync(inRepo('docs/reports'), { recursive: true });
  const files = {
    'docs/reports/evals.md': markdown(results),
    'docs/reports/evals.json': `${JSON.stringify(summary(results), undefined, 2)}\n`,
    'docs/reports/evals.report.html': html(results),
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(inRepo(path), text);
  const table = results.survival !== undefined && updateReadme(results.survival, results.support);
  return [...Object.keys(files), ...(table ? ['README.md'] : [])];
}
