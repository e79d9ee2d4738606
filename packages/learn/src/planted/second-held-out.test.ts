import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { AGENTS, type AgentName } from '../../../agents/src/sessions/session-event.js';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { learn } from '../learn.js';
import { maker } from './plant.fixture.js';
import { SECOND_LESSONS, SECOND_REMARKS, SECOND_TRAPS, SECOND_WISHES } from './second-held-out.fixture.js';
import { run, type Step, scriptOf, user } from './step.fixture.js';

const home = mkdtempSync(join(tmpdir(), 'learn-second-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SESSIONS = 10;
const BEGAN = Date.parse('2026-11-01T10:00:00Z');
const between: readonly Step[] = [user('Next, please.'), run('git log --oneline -3', 'ab1 x')];

/** Sessions of one agent in a project: lessons and wishes in two of them, traps and remarks in three, in an order by chance. */
function told(agent: AgentName, root: string, seed: number): void {
  const next = maker(seed);
  const sessions = Array.from({ length: SESSIONS }, (): { by: number; steps: readonly Step[] }[] => []);
  const put = (steps: readonly Step[], times: number) => {
    const from = next(SESSIONS);
    for (let i = 0; i < times; i++) sessions[(from + 3 * i) % SESSIONS]?.push({ by: next(1000), steps });
  };
  for (const [, steps] of SECOND_LESSONS) put(steps, 2);
  for (const [, steps] of SECOND_TRAPS) put(steps, 3);
  for (const [says] of SECOND_WISHES) put([user(says)], 2);
  for (const says of SECOND_REMARKS) put([user(says)], 3);
  const scripts = sessions.map((blocks, i) => {
    const steps = blocks.sort((a, b) => a.by - b.by).flatMap((block) => [...between, ...block.steps]);
    return scriptOf(agent, `${agent}-${i}`, root, BEGAN + i * 86_400_000, steps);
  });
  writeAs(agent, home, scripts);
}

it('of other trades are found too, with few that are none', async () => {
  for (const [i, agent] of AGENTS.entries()) {
    const root = join(home, 'projects', agent);
    mkdirSync(join(root, '.git'), { recursive: true });
    told(agent, root, i + 1);
  }
  const { projects } = await learn({ home, state: join(home, 'state'), most: 1000 });
  const wanted = [...SECOND_LESSONS, ...SECOND_WISHES].map((one) =>
    typeof one[0] === 'string' ? one[1] : one[0],
  ) as string[][];
  const [missed, falseOnes]: [string[], string[]] = [[], []];
  let right = 0;
  for (const { root, rules } of projects) {
    const says = (text: string, parts: readonly string[]) => parts.every((part) => text.includes(part));
    const name = root.split('/').at(-1);
    for (const parts of wanted) {
      if (rules.some(({ text }) => says(text, parts))) right += 1;
      else missed.push(`${name}: ${parts.join(' -> ')}`);
    }
    for (const { text } of rules) if (!wanted.some((parts) => says(text, parts))) falseOnes.push(`${name}: ${text}`);
  }
  const planted = wanted.length * AGENTS.length;
  const figures = { planted, right, precision: right / (right + falseOnes.length), recall: right / planted };
  if (process.env.LEARN_SHOW) console.log(figures, { falseOnes, missed });
  expect(figures.precision, falseOnes.join('\n')).toBeGreaterThanOrEqual(0.95);
  expect(figures.recall, missed.join('\n')).toBeGreaterThanOrEqual(0.8);
});
