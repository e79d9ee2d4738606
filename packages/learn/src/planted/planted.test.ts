import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AGENTS } from '../../../agents/src/sessions/session-event.js';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { learn } from '../learn.js';
import { HELD_OUT } from './held-out.fixture.js';
import { plant, plantTraps } from './plant.fixture.js';
import { scriptOf } from './step.fixture.js';

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
    expect(figures.recall, missed.join('\n')).toBeGreaterThanOrEqual(0.98);
  });

  it.each(AGENTS)('are not seen by %s in what only looks like one', async (agent) => {
    const own = join(home, `traps-${agent}`);
    plantTraps(own, agent);
    const { projects } = await learn({ home: own, state: join(own, 'state') });
    expect(projects.flatMap(({ rules }) => rules.map(({ text }) => text))).toEqual([]);
  });
});

describe('failures that nothing was written for', () => {
  it('are found as far as they are', async () => {
    const own = join(home, 'held-out');
    const root = join(own, 'projects', 'held-out');
    mkdirSync(join(root, '.git'), { recursive: true });
    for (const [agent, began] of [
      ['claude-code', 1],
      ['codex', 2],
    ] as const)
      writeAs(
        agent,
        own,
        HELD_OUT.map(([, steps], i) => scriptOf(agent, `${agent}-${i}`, root, began * 1e12 + i * 3_600_000, steps)),
      );
    const { projects } = await learn({ home: own, state: join(own, 'state') });
    const rules = projects.flatMap((project) => project.rules.map(({ text }) => text));
    const isSaid = (says: readonly string[]) => rules.some((text) => says.every((one) => text.includes(one)));
    const missed = HELD_OUT.filter(([says]) => !isSaid(says)).map(([says]) => says.join(' -> '));
    const extra = rules.filter((text) => !HELD_OUT.some(([says]) => says.every((one) => text.includes(one))));
    if (process.env.LEARN_SHOW) console.log({ held: HELD_OUT.length, rules: rules.length, missed, extra });
    expect(extra).toEqual([]);
    expect(missed).toEqual([]);
  });
});
