import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { AGENTS, type AgentName } from '../../../agents/src/sessions/session-event.js';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { learn } from '../learn.js';
import * as last from './last-held-out.fixture.js';
import type { Lesson, Trap, Wish } from './lesson.fixture.js';
import { LUCK, LUCK_REMARKS } from './luck.fixture.js';
import { maker } from './plant.fixture.js';
import { SECOND_LESSONS } from './second-held-out.fixture.js';
import { SECOND_REMARKS, SECOND_TRAPS, SECOND_WISHES } from './second-traps.fixture.js';
import { run, type Step, scriptOf, user } from './step.fixture.js';
import { THIRD_LESSONS } from './third-held-out.fixture.js';
import { THIRD_REMARKS, THIRD_TRAPS, THIRD_WISHES } from './third-traps.fixture.js';

const base = mkdtempSync(join(tmpdir(), 'learn-held-out-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** What is told: lessons and wishes with what has to stand in one rule each, and what is neither. */
interface Told {
  readonly lessons: readonly Lesson[];
  readonly traps: readonly Trap[];
  readonly wishes: readonly Wish[];
  readonly remarks: readonly string[];
}
const SETS: readonly (readonly [string, Told])[] = [
  [
    'second',
    {
      lessons: SECOND_LESSONS,
      traps: SECOND_TRAPS,
      wishes: SECOND_WISHES,
      remarks: SECOND_REMARKS,
    },
  ],
  [
    'third',
    {
      lessons: THIRD_LESSONS,
      traps: THIRD_TRAPS,
      wishes: THIRD_WISHES,
      remarks: THIRD_REMARKS,
    },
  ],
  ['lucky', { lessons: THIRD_LESSONS.slice(0, 1), traps: LUCK, wishes: [], remarks: LUCK_REMARKS }],
  [
    'last',
    { lessons: last.LAST_LESSONS, traps: last.LAST_TRAPS, wishes: last.LAST_WISHES, remarks: last.LAST_REMARKS },
  ],
];

const SESSIONS = 10;
const BEGAN = Date.parse('2026-11-01T10:00:00Z');
const between: readonly Step[] = [user('Next, please.'), run('git log --oneline -3', 'ab1 x')];

/** Sessions of one agent in a project: lessons and wishes in two of them, traps and remarks in three, in an order by chance. */
function tell(home: string, agent: AgentName, root: string, seed: number, told: Told): void {
  const next = maker(seed);
  const sessions = Array.from({ length: SESSIONS }, (): { by: number; steps: readonly Step[] }[] => []);
  const put = (steps: readonly Step[], times: number) => {
    const from = next(SESSIONS);
    for (let i = 0; i < times; i++) sessions[(from + 3 * i) % SESSIONS]?.push({ by: next(1000), steps });
  };
  for (const [, steps] of told.lessons) put(steps, 2);
  for (const [, steps] of told.traps) put(steps, 3);
  for (const [says] of told.wishes) put([user(says)], 2);
  for (const says of told.remarks) put([user(says)], 3);
  const scripts = sessions.map((blocks, i) => {
    const steps = blocks.sort((a, b) => a.by - b.by).flatMap((block) => [...between, ...block.steps]);
    return scriptOf(agent, `${agent}-${i}`, root, BEGAN + i * 86_400_000, steps);
  });
  writeAs(agent, home, scripts);
}

it.each(SETS)('what the %s set tells is found, with few that are none', async (name, told) => {
  const home = join(base, name);
  for (const [i, agent] of AGENTS.entries()) {
    const root = join(home, 'projects', agent);
    mkdirSync(join(root, '.git'), { recursive: true });
    tell(home, agent, root, i + 1, told);
  }
  const { projects } = await learn({ home, state: join(home, 'state'), most: 1000 });
  const wanted = [...told.lessons.map(([says]) => says), ...told.wishes.map(([, says]) => says)];
  const isSaid = (text: string, says: readonly string[]) => says.every((one) => text.includes(one));
  const [missed, falseOnes]: [string[], string[]] = [[], []];
  for (const { root, rules } of projects) {
    const agent = root.split('/').at(-1);
    const found = wanted.filter((says) => rules.some(({ text }) => isSaid(text, says)));
    missed.push(...wanted.filter((says) => !found.includes(says)).map((says) => `${agent}: ${says.join(' -> ')}`));
    const extra = rules.filter(({ text }) => !wanted.some((says) => isSaid(text, says)));
    falseOnes.push(...extra.map(({ text }) => `${agent}: ${text}`));
  }
  const planted = wanted.length * AGENTS.length;
  const right = planted - missed.length;
  const figures = { planted, right, precision: right / (right + falseOnes.length), recall: right / planted };
  if (process.env.LEARN_SHOW) console.log(name, figures, { falseOnes, missed });
  expect(falseOnes).toEqual([]);
  expect(figures.recall, missed.join('\n')).toBeGreaterThanOrEqual(0.9);
});
