import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { INSTALL_AGENTS } from '../../packages/agents/src/install/targets.ts';
import { ADVISED_AGENTS, WRAPPED_AGENTS } from '../../packages/cli/src/wrap/agents.ts';
import { AGENTS } from './install-agent.ts';

const root = new URL('../../', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, root), 'utf8');
/** The rows of the table of what agents allow, by their first cell. */
const rows = textOf('packages/agents/README.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(({ length }) => length === 7);

it('says of every agent that is tried at which version it was seen, and leaves no cell of any empty', () => {
  const firsts = rows.map(([first]) => first ?? '');
  for (const [name, { version }] of Object.entries(AGENTS)) {
    const row = firsts.find((first) => first.toLowerCase().startsWith(name));
    expect([name, row]).toEqual([name, expect.stringMatching(new RegExp(` ${version.replaceAll('.', '\\.')}$`))]);
  }
  for (const row of rows.slice(2))
    expect(
      row.filter((cell) => cell === ''),
      row[0],
    ).toEqual([]);
});

it('names every agent that `wrap` and `install` know', () => {
  const firsts = rows.map(([first]) => (first ?? '').toLowerCase().replaceAll(' ', ''));
  const known = [...INSTALL_AGENTS, ...[...WRAPPED_AGENTS, ...ADVISED_AGENTS].map(({ name }) => name)];
  expect(known).toEqual(expect.arrayContaining(['claude', 'goose', 'cline', 'vscode']));
  for (const name of known)
    expect(
      firsts.filter((first) => first.startsWith(name)),
      name,
    ).toHaveLength(1);
});
