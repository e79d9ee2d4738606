import type { Compressor } from '@headroom/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arm } from '../arms/arm.js';
import { headroom } from '../arms/headroom.js';
import { ARMS, NONE, OURS } from '../arms/index.js';
import { SELF_TEST_ARMS } from '../arms/self-test.js';
import { needle } from '../items/needle.js';
import { toolOutputs } from '../items/tool-outputs.js';
import { SCRIPTED_MODELS, type ScriptedServer, serveScripted } from '../scripted/serve-scripted.js';
import { WIRES } from '../wire/index.js';
import { analyse } from './analyse.js';
import { createBudget } from './budget.js';
import { judgeRun } from './judge-run.js';
import { type Provider, priceFor } from './provider.js';
import type { Plan } from './row.js';
import { runSuite } from './run-suite.js';

let server: ScriptedServer;
beforeAll(async () => {
  server = await serveScripted();
});
afterAll(() => server.close());

const items = [...needle.items({ seed: 3, count: 9 }), ...toolOutputs.items({ seed: 3, count: 15 })];

function providerOf(name: keyof typeof WIRES): Provider {
  const model = SCRIPTED_MODELS[name];
  const url = name === 'openai' ? `${server.url}/v1` : server.url;
  return { wire: WIRES[name], url, key: 'k', model, price: priceFor(model), fetch: globalThis.fetch };
}

async function analysisOf(name: keyof typeof WIRES, arms: readonly Arm[]) {
  const provider = providerOf(name);
  const options = { provider, budget: createBudget(), seed: 3, maxTokens: 400, waitMs: 1 };
  const { rows } = await runSuite({ ...options, items, arms });
  const plan: Plan = {
    ...{
      kind: 'plan',
      started: '',
      provider: 'scripted',
      wire: name,
      model: provider.model,
      price: provider.price ?? null,
    },
    ...{ tier: 1, seed: 3, perTask: 12, margin: 0.05, maxTokens: 400 },
    arms: arms.map((arm) => arm.name),
    items: items.map(({ id }) => id),
  };
  return { rows, ...analyse(plan, rows, arms) };
}

describe.each(Object.keys(WIRES) as (keyof typeof WIRES)[])('the whole chain over the wire of %s', (name) => {
  it('ranks arms that are known beforehand as they have to be', async () => {
    const analysis = await analysisOf(name, [NONE, OURS, ...SELF_TEST_ARMS]);
    const place = (arm: string) => analysis.ranking.indexOf(arm);
    const of = (arm: string) => analysis.rich.find((one) => one.arm === arm);
    expect(analysis.rows.filter(({ refused, away }) => refused ?? away)).toEqual([]);
    expect(place('balanced')).toBe(0);
    expect([place('none'), place('identity')].sort()).toEqual([1, 2]);
    expect(place('expander')).toBe(3);
    for (const arm of ['head', 'drop-half', 'keep-needles']) expect(place(arm), arm).toBeGreaterThan(3);
    expect(of('lorem')?.solved).toBe(0);
    for (const arm of ['head', 'drop-half', 'keep-needles', 'lorem']) expect(of(arm)?.judgement, arm).toBe('worse');
    expect(of('identity')).toMatchObject({ difference: 0, pairs: { onlyArm: 0, onlyBaseline: 0 } });
    expect(Math.abs(of('identity')?.saved ?? 1)).toBeLessThan(0.01);
    expect(of('expander')?.saved).toBeLessThan(0);
    expect(of('balanced')?.saved).toBeGreaterThan(0.2);
    expect(judgeRun(analysis)).toEqual([]);
    expect(of('keep-needles')?.saved).toBeGreaterThan(-1);
  });
});

/** Keeps the beginning of whatever it gets; the guard puts back what it knows to be needed. */
const careless: Compressor = {
  name: 'careless',
  match: () => 1,
  compress: ({ lines }) =>
    lines.length < 12
      ? undefined
      : {
          kind: 'trimmed',
          licence: 'rows',
          text: [...lines.slice(0, 4), `[… ${lines.length - 4} lines]`].join('\n'),
          omitted: { summary: `${lines.length - 4} of ${lines.length} lines` },
        },
};

describe('a run', () => {
  it('lets a reader ask for what is not in sight, and counts it', async () => {
    const arms = [true, false].map((retrieve) =>
      headroom(retrieve ? 'asks' : 'alone', 'Cut blindly', { compressors: [careless] }, retrieve),
    );
    const { rows } = await analysisOf('openai', [NONE, ...arms]);
    const asked = (name: string) => rows.reduce((all, { arm, retrievals }) => all + (arm === name ? retrievals : 0), 0);
    expect(asked('asks')).toBeGreaterThan(0);
    expect([asked('alone'), asked('none')]).toEqual([0, 0]);
    expect(rows.some(({ arm, retrievals, solved }) => arm === 'asks' && retrievals > 0 && solved)).toBe(true);
  });

  it('takes needles alone from an arm that keeps nothing else', async () => {
    const { rows } = await analysisOf('openai', [
      NONE,
      SELF_TEST_ARMS.find((arm) => arm.name === 'keep-needles') as Arm,
    ]);
    const solved = (task: string) =>
      rows.filter((row) => row.arm === 'keep-needles' && row.task === task && row.solved).length;
    expect(solved('needle')).toBe(9);
    expect(solved('tool-outputs')).toBeLessThan(6);
  });

  it('stops before a request that could go beyond its budget, and goes on where it stopped', async () => {
    const arms = ARMS.slice(0, 2);
    const options = { provider: providerOf('anthropic'), seed: 3, maxTokens: 400, waitMs: 1, items, arms };
    const budget = createBudget(0.2);
    const first = await runSuite({ ...options, budget });
    expect(first.stopped).toContain('may cost');
    expect(budget.spent).toBeLessThanOrEqual(0.2);
    expect(budget.spent).toBeGreaterThan(0.1);
    expect(first.rows.length).toBeLessThan(items.length * 2);
    const before = server.requests;
    const second = await runSuite({ ...options, budget: createBudget(undefined, budget.spent), known: first.rows });
    expect(second.rows).toHaveLength(items.length * 2);
    expect(second.rows.slice(0, first.rows.length)).toEqual(first.rows);
    const asked = second.rows.slice(first.rows.length).reduce((sum, row) => sum + row.requests, 0);
    expect(server.requests - before).toBe(asked);
  });

  it('books a provider that is away as that, and an arm that is refused as not solving', async () => {
    const provider = providerOf('openai');
    const away = { ...provider, fetch: async () => new Response('busy', { status: 503 }) };
    const options = {
      budget: createBudget(),
      seed: 3,
      maxTokens: 400,
      waitMs: 1,
      retries: 1,
      items: items.slice(0, 3),
    };
    const lost = await runSuite({ ...options, provider: away, arms: [NONE, OURS] });
    expect(lost.stopped).toContain('status 503');
    expect(lost.rows.every((row) => row.away?.includes('503'))).toBe(true);
    const breaking: Arm = {
      ...{ name: 'breaking', title: '', kind: 'other' },
      open: (send) => (input, init) => send(input, { ...init, body: '{"messages":[]}' }),
    };
    const refused = await runSuite({ ...options, provider, arms: [breaking] });
    expect(refused.rows.map((row) => [row.solved, row.refused?.slice(0, 10)])).toEqual(
      Array(3).fill([false, 'status 400']),
    );
  });
});
