/**
 * What the HTTP doors cost beyond the engine: median times of a 100 kB request through a server with and without the door, and of the
 * engine alone, taken in turns. Run: npx tsx examples/bench-doors.ts
 */
import { createHeadroom } from '@headroom/core';
import { headroom as expressDoor } from '@headroom/express';
import { headroom as honoDoor } from '@headroom/hono';
import express from 'express';
import { Hono } from 'hono';
import { deploys } from './deploys.js';
import { listen } from './fake-provider.js';
import { listener } from './hono-gateway/listener.js';

const ROUNDS = 400;
const engine = createHeadroom({ model: 'gpt-4o' });
const question = { role: 'user', content: 'Which deploy failed, and why?' };
const call = { id: 'c', type: 'function', function: { name: 'listDeploys', arguments: '{}' } };
const wordy = { role: 'user', content: 'A line that nobody may touch. '.repeat(3400) };
const result = { role: 'tool', tool_call_id: 'c', content: [deploys(), deploys(), deploys()].join('\n') };

const REQUESTS = {
  'a tool result': [question, { role: 'assistant', content: null, tool_calls: [call] }, result],
  'nothing to compress': [wordy, question],
};

function expressApp(withDoor: boolean) {
  const app = express();
  if (withDoor) app.use(expressDoor({ headroom: engine }));
  return app.use(express.raw({ type: () => true, limit: '1mb' }), (_request, response) => void response.end('{}'));
}

function honoApp(withDoor: boolean) {
  const app = new Hono();
  if (withDoor) app.use(honoDoor({ headroom: engine }));
  return app.post('*', async (c) => {
    await c.req.arrayBuffer();
    return c.json({});
  });
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}

for (const [what, messages] of Object.entries(REQUESTS)) {
  const json = JSON.stringify({ model: 'gpt-4o', messages });
  const servers = await Promise.all([
    listen(expressApp(false)),
    listen(expressApp(true)),
    listen(listener(honoApp(false))),
    listen(listener(honoApp(true))),
  ]);
  const send = async (url: string) => {
    const headers = { 'content-type': 'application/json' };
    await (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: json })).text();
  };
  const works = [
    () => engine.compressJson(json),
    ...servers.map(
      ({ url }) =>
        () =>
          send(url),
    ),
  ];
  const times = works.map((): number[] => []);
  for (let round = -50; round < ROUNDS; round++) {
    for (const [at, work] of works.entries()) {
      const start = performance.now();
      await work();
      if (round >= 0) times[at]?.push(performance.now() - start);
    }
  }
  const [core = 0, plain = 0, express = 0, bare = 0, hono = 0] = times.map(median);
  const beyond = (door: number, without: number) => `${(door - without - core).toFixed(2)} ms beyond it`;
  console.log(
    `${what}, ${json.length} bytes: engine ${core.toFixed(2)} ms, express ${beyond(express, plain)}, hono ${beyond(hono, bare)}`,
  );
  await Promise.all(servers.map(({ close }) => close()));
}
