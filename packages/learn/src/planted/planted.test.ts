import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AGENTS } from '../../../agents/src/sessions/session-event.js';
import { learn } from '../learn.js';
import { plant, plantTraps } from './plant.fixture.js';

const home = mkdtempSync(join(tmpdir(), 'learn-planted-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('planted failures', () => {
  it('are found with few that are none', async () => {
    const planted = plant(home);
    const { projects } = await learn({ home, state: join(home, 'state') });
    const wanted = planted.flatMap(({ root, failures }) =>
      failures.map(({ kind, wrong, right }) => `${root.split('/').at(-1)} ${kind}: ${wrong} -> ${right}`),
    );
    const found = projects.flatMap(({ root, rules }) =>
      rules.map(({ kind, wrong, right }) => `${root.split('/').at(-1)} ${kind}: ${wrong} -> ${right}`),
    );
    const right = found.filter((one) => wanted.includes(one));
    const falseOnes = found.filter((one) => !wanted.includes(one));
    const missed = wanted.filter((one) => !found.includes(one));
    const figures = {
      planted: wanted.length,
      found: found.length,
      precision: right.length / found.length,
      recall: right.length / wanted.length,
    };
    if (process.env.LEARN_SHOW) console.log(figures, { falseOnes, missed });
    expect(wanted.length).toBeGreaterThanOrEqual(200);
    expect(figures.precision, falseOnes.join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(figures.recall, missed.join('\n')).toBeGreaterThanOrEqual(0.8);
  });

  it.each(AGENTS)('are not seen by %s in what only looks like one', async (agent) => {
    const own = join(home, `traps-${agent}`);
    plantTraps(own, agent);
    const { projects } = await learn({ home: own, state: join(own, 'state') });
    expect(projects.flatMap(({ rules }) => rules.map(({ text }) => text))).toEqual([]);
  });
});
