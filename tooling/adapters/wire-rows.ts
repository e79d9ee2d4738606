import { CLIENTS, type Client } from '../../packages/core/src/fetch/clients.fixture.js';
import { headroomFetch } from '../../packages/core/src/fetch/index.js';
import { kitchenSinks } from '../../packages/core/src/testing/kitchen-sinks.js';
import { type EXPRESSES, startEcho } from '../../packages/express/src/echo.fixture.js';
import { echo } from '../../packages/hono/src/echo.fixture.js';
import { headLines, listing } from '../testing/head-lines.js';
import { byJson, compare, type Row } from './compare.js';
import { versionOf } from './version-of.js';

const OPTIONS = { compressors: [headLines()], minTokens: 50 };
const DIALECTS = Object.keys(kitchenSinks) as (keyof typeof kitchenSinks)[];
const PATHS = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  anthropic: '/v1/messages',
  gemini: '/v1beta/models/gemini-2.5-pro:generateContent',
};
const long = listing('north');

/** A conversation of a dialect whose texts, read by the model or not, are all long. */
function conversation(dialect: (typeof DIALECTS)[number]): string {
  return JSON.stringify(kitchenSinks[dialect].body, (_, value: unknown) =>
    typeof value === 'string' && /^(?:TEXT|KEEP) /.test(value) ? `${value}\n${long}` : value,
  );
}

type Passed = { readonly before: string; readonly after: string };

/** Every message of some requests, with what was made of it. */
function rowOf(door: string, version: string, passed: readonly Passed[]): Row {
  const messages = (json: string) => {
    const { messages: chat, input, contents } = JSON.parse(json) as Record<string, unknown[]>;
    return chat ?? input ?? contents ?? [];
  };
  const before = passed.flatMap((one) => messages(one.before));
  const after = passed.flatMap((one) => messages(one.after));
  return { door, version, ...compare(before, after, byJson) };
}

async function client({ name, module, dialects, own, send }: Client): Promise<Row> {
  let sent = '';
  const recorder: typeof globalThis.fetch = async (input, init) => {
    sent = await new Request(input, init).text();
    return Response.json({ error: { message: 'recorded' } }, { status: 400 });
  };
  const passed: Passed[] = [];
  for (const dialect of dialects) {
    const body = (own ? own(long) : JSON.parse(conversation(dialect))) as never;
    const texts: string[] = [];
    for (const fetch of [recorder, headroomFetch({ ...OPTIONS, fetch: recorder })]) {
      sent = '';
      // The answer is a refusal, so that no client waits for or reads more.
      await send(fetch, body, dialect).catch(() => undefined);
      texts.push(sent);
    }
    const [before = '', after = ''] = texts;
    passed.push({ before, after });
  }
  return rowOf(name, versionOf(`packages/core/node_modules/${module}`), passed);
}

async function gateway(door: string, version: string, post: (path: string, body: string) => Promise<string>) {
  const passed: Passed[] = [];
  for (const dialect of DIALECTS) {
    const before = conversation(dialect);
    passed.push({ before, after: await post(PATHS[dialect], before) });
  }
  return rowOf(door, version, passed);
}

const postOf = (body: string) => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } });

async function express(module: keyof typeof EXPRESSES): Promise<Row> {
  const { url, close } = await startEcho(module, OPTIONS);
  const post = async (path: string, body: string) => (await fetch(url + path, postOf(body))).text();
  const row = await gateway('Express', versionOf(`packages/express/node_modules/${module}`), post);
  close();
  return row;
}

async function hono(): Promise<Row> {
  const app = echo(OPTIONS);
  const post = async (path: string, body: string) => (await app.request(path, postOf(body))).text();
  return gateway('Hono', versionOf('packages/hono/node_modules/hono'), post);
}

/** The rows of the doors through which JSON bodies pass: clients with another `fetch`, and gateways. */
export async function wireRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const one of CLIENTS) rows.push(await client(one));
  return [...rows, await express('express4'), await express('express'), await hono()];
}
