import { afterEach, describe, expect, it } from 'vitest';
import { drivers, offeredHashes, toolResults } from '../../../core/src/fetch/retrieve-server.fixture.js';
import { payload } from '../../../core/src/testing/payloads.js';
import { clients, historyOf, type Json, textOf } from '../../../core/src/tool-loop/scripted-client.fixture.js';
import {
  type ScriptedTurn,
  scriptedEvents,
  scriptedResponse,
} from '../../../core/src/tool-loop/scripted-provider.fixture.js';
import type { Got } from '../echo-provider.fixture.js';
import { againstSignature, chunkFrame, KEYS } from './aws-double.fixture.js';
import { type BackendDoor, backendDoor } from './backend-door.fixture.js';
import { Frames, frameCodec, readFrame } from './event-frames.js';
import type { BackendOptions } from './index.js';

const closing: BackendDoor[] = [];
afterEach(async () => {
  for (const door of closing.splice(0)) await door.close();
});

const aws = { name: 'bedrock', region: 'us-east-1', credentials: KEYS } as const;
const BACKENDS: Readonly<Record<string, BackendOptions>> = {
  'bedrock messages': aws,
  'bedrock mantle': { ...aws, route: 'mantle' },
  'bedrock invoke': { ...aws, route: 'invoke' },
  vertex: { name: 'vertex', project: 'p-1', region: 'us-east5', credentials: async () => 't' },
  foundry: { name: 'foundry', resource: 'r-1', apiKey: 'k' },
  openrouter: { name: 'openrouter', apiKey: 'k' },
};
const client = drivers.find((driver) => driver.name === 'anthropic') as (typeof drivers)[number];
const OUTPUT = payload('json', 7, 150);

/** A model that calls a tool, then asks for what was left out of its output, then speaks. */
function says(number: number, body: Json): ScriptedTurn {
  if (number === 1) return { calls: [{ id: 'call_1', name: 'Bash', input: { command: 'x' } }] };
  const hash = offeredHashes(body)[0] ?? 'none';
  if (number === 2) return { text: 'I look.', calls: [{ id: 'own_1', name: 'headroom_retrieve', input: { hash } }] };
  return { text: 'It is there.' };
}

describe.each(Object.entries(BACKENDS))("Anthropic's client through %s", (name, options) => {
  it.each([false, true])('sees one answer, and the model its original (stream: %s)', async (stream) => {
    const bodies: Json[] = [];
    const problems: unknown[] = [];
    const answer = (got: Got, response: import('node:http').ServerResponse) => {
      const service = name === 'bedrock mantle' ? 'bedrock-mantle' : 'bedrock';
      if (name.startsWith('bedrock')) problems.push(againstSignature(got, { service, region: 'us-east-1' }));
      const body = JSON.parse(got.body.toString()) as Json;
      bodies.push(body);
      const turn = scriptedResponse('anthropic', says(bodies.length, body), bodies.length);
      const isStream = body.stream === true || got.url.endsWith('-stream');
      const isFrames = isStream && name === 'bedrock invoke';
      const kind = isFrames
        ? 'application/vnd.amazon.eventstream'
        : isStream
          ? 'text/event-stream'
          : 'application/json';
      response.writeHead(200, { 'content-type': kind });
      if (!isStream) return void response.end(JSON.stringify(turn));
      const events = scriptedEvents('anthropic', turn);
      if (!isFrames) return void response.end(events.join(''));
      response.end(Buffer.concat(events.map((event) => chunkFrame(/^data: (.*)$/m.exec(event)?.[1] ?? ''))));
    };
    const door = await backendDoor((url) => ({ ...options, url }) as BackendOptions, answer);
    closing.push(door);
    const ask = (body: Json) => client.ask(`http://127.0.0.1:${door.port}`, globalThis.fetch, body, { stream });
    const { body, history } = clients.anthropic;
    const first = await ask(structuredClone(body([])) as Json);
    const said = [
      ...historyOf('anthropic', first),
      ...toolResults('anthropic', [{ id: 'call_1', name: 'Bash' }], OUTPUT),
    ];
    const second = await ask(structuredClone(body(said)) as Json);
    expect(textOf('anthropic', second)).toBe('I look.It is there.');
    expect(JSON.stringify(second)).not.toContain('headroom');
    expect(bodies).toHaveLength(3);
    expect(JSON.stringify(bodies[1])).not.toContain(JSON.stringify(OUTPUT).slice(1, 400));
    expect(JSON.stringify(bodies[2])).toContain(JSON.stringify(OUTPUT).slice(1, 200));
    const [, asked, last] = bodies as [Json, Json, Json];
    expect(last[history].slice(0, asked[history].length)).toEqual(asked[history]);
    expect(problems.every((problem) => problem === undefined)).toBe(true);
  });
});

it('a client that speaks InvokeModel sees one answer in frames, and the model its original', async () => {
  const bodies: Json[] = [];
  const door = await backendDoor(
    (url) => ({ ...aws, url }),
    (got, response) => {
      const body = JSON.parse(got.body.toString()) as Json;
      bodies.push(body);
      expect([got.url, againstSignature(got, { service: 'bedrock', region: 'us-east-1' })]).toEqual([
        '/model/anthropic.m/invoke-with-response-stream',
        undefined,
      ]);
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      const events = scriptedEvents(
        'anthropic',
        scriptedResponse('anthropic', says(bodies.length + 1, body), bodies.length),
      );
      response.end(Buffer.concat(events.map((event) => chunkFrame(/^data: (.*)$/m.exec(event)?.[1] ?? ''))));
    },
  );
  closing.push(door);
  const call = { id: 'call_1', name: 'Bash', input: {} };
  const said = [
    ...historyOf('anthropic', scriptedResponse('anthropic', { calls: [call] }, 0)),
    ...toolResults('anthropic', [call], OUTPUT),
  ];
  const { model: _, ...body } = clients.anthropic.body(said);
  const sent = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...body });
  const heard = await door.ask('/model/anthropic.m/invoke-with-response-stream', sent);
  expect(heard.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
  const codec = await frameCodec();
  const { frames, isDamaged } = new Frames().push(Buffer.from(heard.text, 'latin1'));
  const events = frames
    .map((frame) => readFrame(codec, frame))
    .map((event) => (event.kind === 'event' ? JSON.parse(event.json) : event));
  const texts = events.flatMap(({ delta }) => delta?.text ?? []);
  expect([isDamaged, texts.join(''), events.at(-1).type, heard.text.includes('headroom')]).toEqual([
    false,
    'I look.It is there.',
    'message_stop',
    false,
  ]);
  expect(JSON.stringify(events)).not.toContain('headroom');
  expect(JSON.stringify(bodies[0])).not.toContain(JSON.stringify(OUTPUT).slice(1, 400));
  expect(JSON.stringify(bodies[1])).toContain(JSON.stringify(OUTPUT).slice(1, 200));
});
