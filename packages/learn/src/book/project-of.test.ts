import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asGeminiCli, writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { learn } from '../learn.js';
import { scriptOf } from '../planted/step.fixture.js';
import { slip } from '../planted/user.fixture.js';

const base = mkdtempSync(join(tmpdir(), 'places-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let homes = 0;

/** A user of Gemini CLI whose sessions do not say their folder, kept under a name. */
function user(nameOf: (root: string) => string) {
  const home = join(base, String(homes++));
  const root = join(home, 'code', 'shop');
  mkdirSync(join(root, '.git'), { recursive: true });
  const folder = join(home, '.gemini', 'tmp', nameOf(root));
  mkdirSync(join(folder, 'chats'), { recursive: true });
  for (const i of [0, 1]) {
    const { folder: _, ...script } = scriptOf('gemini-cli', `s${i}`, root, i * 3_600_000, slip);
    writeFileSync(join(folder, 'chats', `session-${i}.jsonl`), `${asGeminiCli(script).join('\n')}\n`);
  }
  return { home, root, folder, state: join(home, 'state') };
}
const hashOf = (root: string) => createHash('sha256').update(root).digest('hex');
const RULES = ['There is no `npm run tset`; it is `npm run test`.'];

async function learnt(options: Parameters<typeof learn>[0]) {
  const { projects, gathered, warnings } = await learn(options);
  return { rules: projects.flatMap(({ rules }) => rules.map(({ text }) => text)), gathered, warnings };
}

describe('a session of Gemini CLI that does not say its folder', () => {
  it('is of the project that is named, where its hash is that of it', async () => {
    const { home, root, state } = user(hashOf);
    const { rules, gathered, warnings } = await learnt({ home, state });
    expect([rules, gathered.unplaced, warnings]).toEqual([
      [],
      2,
      ['2 transcripts passed over: no folder is said there.'],
    ]);
    expect(await learnt({ home, state, projects: [root] })).toMatchObject({ rules: RULES, warnings: [] });
  });

  it('is of a project in which another agent was, also when that comes later', async () => {
    const { home, root, state } = user(hashOf);
    writeAs('claude-code', home, [scriptOf('claude-code', 'c', root, 0, slip)]);
    const { rules, gathered } = await learnt({ home, state, evidence: 3 });
    expect([rules, gathered.unplaced]).toEqual([RULES, 0]);
  });

  it('is of the project that a file of the agent names', async () => {
    const one = user(hashOf);
    writeFileSync(join(one.folder, '.project_root'), `${one.root}\n`);
    const two = user(() => 'shop-1');
    writeFileSync(
      join(two.home, '.gemini', 'projects.json'),
      JSON.stringify({ projects: { '/elsewhere': 'shop', [two.root]: 'shop-1' } }),
    );
    const three = user(hashOf);
    writeFileSync(join(three.home, '.gemini', 'trustedFolders.json'), JSON.stringify({ [three.root]: 'TRUST_FOLDER' }));
    for (const { home, state } of [one, two, three]) expect((await learnt({ home, state })).rules).toEqual(RULES);
  });

  it('is passed over, with a word, where nothing names it or the file is broken', async () => {
    const { home, folder, state } = user(() => 'shop-1');
    writeFileSync(join(home, '.gemini', 'projects.json'), '[broken');
    expect((await learnt({ home, state })).gathered.unplaced).toBe(2);
    renameSync(folder, join(home, '.gemini', 'tmp', hashOf('/some/other/place')));
    expect((await learnt({ home, state })).gathered.unplaced).toBe(2);
  });
});
