import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createHeadroom } from '@headroom/core';
import { inTurns, median, timed } from './pairs.js';
import type { Chapter } from './report.js';

const AT_ONCE = 50;

/** About 20 KB of records, other ones for every seed. */
export const rows = (seed: number) =>
  JSON.stringify(
    Array.from({ length: 260 }, (_, id) => ({
      id,
      host: `node-${id % 7}`,
      load: ((id + 1) * (7919 * seed + 104_729)) % 999_983,
      state: id === 211 ? 'lost' : 'fine',
    })),
    null,
    1,
  );

/** The path of a hook, beside the engine in this process, and fifty at once. */
export async function hooks(state: { readonly port: number; readonly token: string }): Promise<Chapter> {
  const engine = createHeadroom({ retrieval: 'tool' });
  const alone = (seed: number) => engine.compressText(rows(seed), { tool: 'Bash' });
  const call = callerOf(state);
  // Both processes learn the way first.
  for (let i = 0; i < 60; i++) {
    await alone(-i);
    await call('Bash', rows(-i), i);
  }
  const limit = { more: 10, slow: await slowness() };
  const pairs = [
    await inTurns('A new text of 20 KB: the engine; the hook', 60, {
      alone: (i) => alone(100 + i),
      withUs: (i) => call('Bash', rows(100 + i), i),
      limit,
    }),
    await inTurns(`${AT_ONCE} of them at once, each: the engine, one after the other; the hook`, 5, {
      alone: async (i) => {
        for (let k = 0; k < AT_ONCE; k++) await alone(10_000 + 100 * i + k);
      },
      withUs: (i) => atOnce(call, 10_000 + 100 * i),
    }).then((pair) => ({ ...each(pair, AT_ONCE), limit })),
    await inTurns('20 KB of a tool that is left alone: nothing; the hook', 30, {
      alone: () => undefined,
      withUs: (i) => call('Edit', rows(i), i),
      limit,
    }),
  ];
  const waits: number[] = [];
  const answers = await atOnce(call, 90_000, waits);
  const short = answers.filter((answer) => answer.includes('updatedToolOutput')).length;
  return {
    name: 'The hook',
    pairs,
    notes: [
      `Of ${AT_ONCE} new texts at once ${answers.length} were answered and ${short} shortened; the median one waited ${median(waits).toFixed(0)} ms, the last ${Math.max(...waits).toFixed(0)} ms.`,
    ],
  };
}

/** How many times longer than on the machine that limits are for a Node that does nothing takes, now. */
async function slowness(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i++) times.push(await timed(() => spawnSync(process.execPath, ['-e', '0'])));
  return Math.max(1, median(times) / 40);
}

const each = <Pair extends { alone: number; withUs: number; more: number }>(pair: Pair, count: number) => ({
  ...pair,
  alone: pair.alone / count,
  withUs: pair.withUs / count,
  more: pair.more / count,
});

type Caller = (tool: string, stdout: string, id: number) => Promise<string>;

async function atOnce(call: Caller, from: number, waits: number[] = []): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: AT_ONCE }, async (_, i) => {
      let answer = '';
      waits.push(
        await timed(async () => {
          answer = await call('Bash', rows(from + i), i);
        }),
      );
      return answer;
    }),
  );
}

function callerOf({ port, token }: { readonly port: number; readonly token: string }): Caller {
  const { version } = JSON.parse(
    readFileSync(new URL('../../../packages/cli/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (tool_name, stdout, id) => {
    const event = {
      hook_event_name: 'PostToolUse',
      tool_name,
      tool_use_id: `c${id}`,
      tool_input: {},
      tool_response: { stdout, stderr: '', interrupted: false, isImage: false },
    };
    const address = `http://127.0.0.1:${port}/hook/claude-code?v=${version}`;
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(event) });
    return response.text();
  };
}
