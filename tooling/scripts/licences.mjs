/**
 * Writes down under which licences everything stands that is installed with the packages (`docs/reports/licences.md`); with `--check` it
 * only says whether that is still true, and whether each of them lets the packages be used as they are.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const file = `${root}docs/reports/licences.md`;
/** Licences that ask for no more than to be named. */
const FREE = new Set(
  '0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BlueOak-1.0.0 CC0-1.0 ISC MIT MIT-0 Python-2.0 Unlicense'.split(' '),
);
/** Others, which are there for a reason. */
const KNOWN = {
  'LGPL-3.0-or-later': 'libvips, which sharp loads as a library of its own and which can be replaced',
  'MPL-2.0': 'used as it is, as files of its own',
};

const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const listed = JSON.parse(
  execFileSync('npx', ['--yes', packageManager, '-r', 'licenses', 'list', '--prod', '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);

/** `(A OR B)` leaves the choice. */
const choices = (licence) => licence.replace(/[()]/g, '').split(' OR ');
const isFree = (licence) => choices(licence).some((one) => one.split(' AND ').every((part) => FREE.has(part.trim())));

const rows = Object.entries(listed)
  .map(([licence, packages]) => ({ licence, names: [...new Set(packages.map(({ name }) => name))].sort() }))
  .filter(({ names }) => names.some((name) => !name.startsWith('@headroom/')))
  .sort((a, b) => b.names.length - a.names.length || (a.licence < b.licence ? -1 : 1));
const odd = rows.filter(({ licence }) => !isFree(licence) && !choices(licence).some((one) => KNOWN[one]));
const text = `# Licences of what is installed with the packages

Written by \`npm run licences\` from the lockfile: everything that the packages and the apps of this repository need at run time, optional peers
included. A bill of materials of each package lies beside its tarball (\`npm run pack\`).

${rows
  .map(({ licence, names }) => {
    const why = choices(licence)
      .map((one) => KNOWN[one])
      .find(Boolean);
    const own = names.filter((name) => !name.startsWith('@headroom/'));
    return `## ${licence}\n\n${why ? `${why[0].toUpperCase()}${why.slice(1)}.\n\n` : ''}${own.length}: ${own.join(', ')}\n`;
  })
  .join('\n')}`;

if (process.argv.includes('--check')) {
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (!isCurrent) console.log('docs/reports/licences.md is not what is installed: npm run licences');
  for (const { licence, names } of odd) console.log(`${licence}: ${names.join(', ')}`);
  process.exitCode = isCurrent && odd.length === 0 ? 0 : 1;
} else {
  writeFileSync(file, text);
  console.log(
    `${rows.length} licences${odd.length > 0 ? `, to be looked at: ${odd.map(({ licence }) => licence).join(', ')}` : ''}`,
  );
}
