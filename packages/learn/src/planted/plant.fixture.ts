import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AGENTS, type AgentName } from '../../../agents/src/sessions/session-event.js';
import { type Script, writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { DISTRACTORS, type PlantedFailure, plantedFailures } from './failures.fixture.js';
import { type Step, scriptOf } from './step.fixture.js';

/** What was planted in a project. */
export interface Planted {
  readonly agent: AgentName;
  readonly root: string;
  readonly failures: readonly PlantedFailure[];
}

const BEGAN = Date.parse('2026-11-01T10:00:00Z');
const HOUR = 3_600_000;

/** Numbers by a seed, the same every time. */
export function maker(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** Those of the failures that say nothing of each other are put into one project. */
const PARTS = 4;

/**
 * Writes sessions of every agent below a home: each failure in two of them, with other things around it that look like failures
 * and are none.
 */
export function plant(home: string, agents: readonly AgentName[] = AGENTS): readonly Planted[] {
  const next = maker(7);
  const planted: Planted[] = [];
  for (const agent of agents) {
    const scripts: Script[] = [];
    for (let part = 0; part < PARTS; part++) {
      const root = join(home, 'projects', `${agent}-${part}`);
      mkdirSync(join(root, '.git'), { recursive: true });
      const failures = plantedFailures().filter((_, i) => i % PARTS === part);
      planted.push({ agent, root, failures });
      for (const time of [0, 1]) {
        const order = failures.map((failure) => ({ failure, by: next(1000) })).sort((a, b) => a.by - b.by);
        // A session holds a few of them.
        for (let from = 0; from < order.length; from += 5) {
          const steps: Step[] = [];
          for (const { failure } of order.slice(from, from + 5)) {
            steps.push(...(DISTRACTORS[next(DISTRACTORS.length)] ?? []), ...failure.steps(time));
          }
          const id = `${agent}-${part}-${time}-${from}`;
          scripts.push(scriptOf(agent, id, root, BEGAN + HOUR * (scripts.length + 1), steps));
        }
      }
    }
    writeAs(agent, home, scripts);
  }
  return planted;
}

/** Sessions of things that look like failures and are none, all of them, in each of several sessions. */
export function plantTraps(home: string, agent: AgentName, times = 3): string {
  const root = join(home, 'projects', `traps-${agent}`);
  mkdirSync(join(root, '.git'), { recursive: true });
  const scripts = Array.from({ length: times }, (_, time) =>
    scriptOf(agent, `traps-${time}`, root, BEGAN + HOUR * time, DISTRACTORS.flat()),
  );
  writeAs(agent, home, scripts);
  return root;
}
