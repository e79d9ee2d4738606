import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import { afterEach, describe, expect, it } from 'vitest';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { HeadroomError } from '../model/errors.js';
import { payload } from '../testing/payloads.js';
import {
  answersIn,
  callsIn,
  clients,
  historyOf,
  inputTokens,
  type Json,
  textOf,
} from '../tool-loop/scripted-client.fixture.js';
import { scriptedResponse } from '../tool-loop/scripted-provider.fixture.js';
import { generatedDrivers } from './generated-drivers.fixture.js';
import { headroomFetch } from './headroom-fetch.js';
import { drivers, offeredHashes, type Script, scriptedServer, toolResults } from './retrieve-server.fixture.js';
import { withHeadroom } from './with-headroom.js';

const output = payload('json', 7, 150);
const bash = (id = 'call_b') => ({ id, name: 'Bash', input: { command: `run ${id}` } });
const asked = (hash: string | undefined, id = 'call_r') => ({ id, name: RETRIEVE_TOOL, input: { hash } });
const found = { text: 'Found it.' };

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(script: Script) {
  const server = await scriptedServer(script);
  open.push(server);
  return server;
}

describe.each([...drivers, ...generatedDrivers])('retrieve through $name', ({ dialect, ask }) => {
  const { body, history } = clients[dialect];
  const asking = [
    ...historyOf(dialect, scriptedResponse(dialect, { calls: [bash('call_0')] }, 0) as Json),
    ...toolResults(dialect, [bash('call_0')], output),
  ];
  const conversation = () => structuredClone(body(asking));

  describe.each([{ stream: false }, { stream: true }])('stream: $stream', ({ stream }) => {
    const askOnce = async (script: Script, signal?: AbortSignal) => {
      const server = await serve(script);
      const fetch = headroomFetch({ retrieve: true });
      const response = await ask(server.address, fetch, conversation(), { stream, ...(signal ? { signal } : {}) });
      return { response, received: server.received };
    };

    it.each([1, 3])('answers %i calls and shows one response without them', async (count) => {
      const { response, received } = await askOnce((n, sent) =>
        n <= count ? { text: `Look ${n}.`, calls: [asked(offeredHashes(sent)[0], `call_r${n}`)] } : found,
      );
      expect(received).toHaveLength(count + 1);
      expect(received[0]?.text).not.toContain(JSON.stringify(output));
      for (const { text } of received.slice(1)) expect(text).toContain(JSON.stringify(output).slice(1, -1));
      expect(answersIn(dialect, received.at(-1)?.body as Json)).toBe(1 + count);
      expect(JSON.stringify(response)).not.toContain(RETRIEVE_TOOL);
      expect(textOf(dialect, response)).toContain('Found it.');
      expect(inputTokens(response)).toBe(100 * (count + 1));
    });

    it('sends an answer without our call on as it came', async () => {
      const { response, received } = await askOnce(() => ({ ...found, calls: [bash()] }));
      expect(received).toHaveLength(1);
      const expected = scriptedResponse(dialect, { ...found, calls: [bash()] }, 1) as Json;
      expect(textOf(dialect, response)).toBe('Found it.');
      expect(historyOf(dialect, response)).toHaveLength(historyOf(dialect, expected).length);
    });

    it('tells the model of a hash that leads nowhere, and goes on', async () => {
      const { response, received } = await askOnce((n) => (n === 1 ? { calls: [asked('0000000000')] } : found));
      expect(received).toHaveLength(2);
      expect(answersIn(dialect, received[1]?.body as Json)).toBe(2);
      expect(textOf(dialect, response)).toBe('Found it.');
    });

    it('ends with a model that asks for ever', async () => {
      const { response, received } = await askOnce((n, sent) => ({
        text: `Look ${n}.`,
        calls: [asked(offeredHashes(sent)[0], `call_r${n}`)],
      }));
      expect(received).toHaveLength(6);
      for (const { body: sent } of received) expect(sent.tools).toEqual(received[0]?.body.tools);
      expect(JSON.stringify(response)).not.toContain(RETRIEVE_TOOL);
    });

    it('stops everything when the caller aborts in a hidden round', async () => {
      const controller = new AbortController();
      const server = await serve((n, sent) => {
        if (n === 1) return { calls: [asked(offeredHashes(sent)[0])] };
        setTimeout(() => controller.abort(), 20);
        return 'hang';
      });
      const fetch = headroomFetch({ retrieve: true });
      const given = ask(server.address, fetch, conversation(), { stream, signal: controller.signal });
      await expect(given).rejects.toThrow(/abort/i);
      await expect.poll(() => server.received[1]?.left).toBe(true);
      expect(server.received).toHaveLength(2);
    });

    it('passes calls of other tools through, and keeps ten turns one growing prefix', async () => {
      let turn = 0;
      let round = 0;
      const server = await serve((n, sent) => {
        round++;
        const ours = asked(offeredHashes(sent).at(-1), `call_r${n}`);
        // In turn: our call in a round of its own, one beside the client's, none.
        if (turn % 3 === 1 && round === 1) return { calls: [ours] };
        return { text: `Step ${turn}.`, calls: turn % 3 === 2 ? [ours, bash(`b${turn}`)] : [bash(`b${turn}`)] };
      });
      const fetch = headroomFetch({ retrieve: true });
      let said: unknown[] = [...asking];
      let before = '';
      const tools = new Set<string>();
      for (turn = 1; turn <= 10; turn++) {
        round = 0;
        const start = server.received.length;
        const response = await ask(server.address, fetch, structuredClone(body(said)), { stream });
        const shown = historyOf(dialect, response);
        expect(callsIn(dialect, { [history]: shown })).toEqual(['Bash']);
        for (const { body: sent } of server.received.slice(start)) {
          const text = JSON.stringify(sent[history]);
          expect(text.startsWith(before)).toBe(true);
          before = text.slice(0, -1);
          tools.add(JSON.stringify(sent.tools));
        }
        said = [...said, ...shown, ...toolResults(dialect, [bash(`b${turn}`)], payload('json', turn, 120))];
      }
      expect(tools.size).toBe(1);
      expect(server.received).toHaveLength(14);
      expect(callsIn(dialect, server.received[13]?.body as Json).filter((name) => name === RETRIEVE_TOOL)).toHaveLength(
        7,
      );
    });
  });

  it('only packs what is new where the model cannot choose the tool, and sends the rest as it was sent', async () => {
    const forced =
      dialect === 'gemini'
        ? { toolConfig: { functionCallingConfig: { mode: 'NONE' } } }
        : { tool_choice: dialect === 'anthropic' ? { type: 'tool', name: 'Bash' } : 'none' };
    const server = await serve(() => found);
    const turn = (history: readonly unknown[], n: number) => [
      ...history,
      ...historyOf(dialect, scriptedResponse(dialect, { calls: [bash(`call_${n}`)] }, n) as Json),
      ...toolResults(dialect, [bash(`call_${n}`)], payload('json', n, 150)),
    ];
    const fetch = headroomFetch({ retrieve: true });
    const first = body(asking);
    const second = body(turn(asking, 1));
    const third = body(turn(turn(asking, 1), 2));
    for (const request of [first, { ...second, ...forced }, third])
      await ask(server.address, fetch, structuredClone(request), { stream: false });
    const sent = server.received.map(({ body: one }) => JSON.stringify(one[history]).slice(0, -1));
    const notes = sent.map((text) => text.split('Left out').length - 1);
    expect(notes).toEqual([1, 1, 2]);
    expect(sent[1]?.startsWith(sent[0] as string) && sent[2]?.startsWith(sent[1] as string)).toBe(true);
    expect(new Set(server.received.map(({ body: one }) => JSON.stringify(one.tools))).size).toBe(1);
  });

  it('tries again when a hidden round fails, and shows what cannot be mended', async () => {
    const failing = (status: number, failures: number) =>
      serve((n, sent) => {
        if (n === 1 || n === 1 + 2 * failures) return { calls: [asked(offeredHashes(sent)[0])] };
        return n <= 2 * failures ? { status } : found;
      });
    const refusing = await failing(400, 1);
    const fetch = headroomFetch({ retrieve: true });
    await expect(ask(refusing.address, fetch, conversation(), { stream: false })).rejects.toMatchObject({
      status: 400,
    });
    expect(refusing.received).toHaveLength(2);
    // Google's client does not try again by itself.
    if (dialect === 'gemini') return;
    const busy = await failing(529, 1);
    const response = await ask(busy.address, fetch, conversation(), { stream: false });
    expect(textOf(dialect, response)).toBe('Found it.');
    expect(busy.received).toHaveLength(4);
    expect(busy.received[2]?.text).toBe(busy.received[0]?.text);
  });
});

const chat = `{ "model":"gpt-4o", "temperature":1.0, "seed":12345678901234567890123,\n "tools": [ {"type":"function","function":{"name":"Bash","parameters":{}}} ], "messages": ${JSON.stringify(
  [
    { role: 'user', content: 'Which request had the highest latency?' },
    ...historyOf('openai-chat', scriptedResponse('openai-chat', { calls: [bash('c')] }, 0) as Json),
    { role: 'tool', tool_call_id: 'c', content: output },
  ],
)} }\n`;

describe('headroomFetch with retrieve', () => {
  it('adds a tool and changes the literal of an output, and no other byte, in every round', async () => {
    const server = await serve((n, sent) => (n === 1 ? { calls: [asked(offeredHashes(sent)[0])] } : found));
    const headers = { 'Idempotency-Key': 'one', authorization: 'Bearer k', 'Content-Length': String(chat.length) };
    const init = { method: 'POST', headers, body: new TextEncoder().encode(chat) };
    const response = await headroomFetch({ retrieve: true })(`${server.address}/v1/chat/completions`, init);
    const [before = '', after = ''] = chat.split(JSON.stringify(output));
    const [head = '', list = ''] = before.split('} ], "messages"');
    for (const { text } of server.received) {
      expect(text.startsWith(`${head}},{`)).toBe(true);
      expect(text).toContain(` ], "messages"${list}`);
      expect(text.endsWith(after.slice(after.lastIndexOf(']')))).toBe(true);
    }
    expect(server.received.map(({ headers }) => [headers['idempotency-key'], headers.authorization])).toEqual([
      ['one', 'Bearer k'],
      [undefined, 'Bearer k'],
    ]);
    expect([response.status, response.headers.get('x-request-id')]).toEqual([200, 'r2']);
    expect(response.url).toBe(`${server.address}/v1/chat/completions`);
    expect(textOf('openai-chat', (await response.json()) as Json)).toBe('Found it.');
  });

  it('gives back the very response when nothing was hidden, and every error as it came', async () => {
    const made: Response[] = [];
    const answers = [
      Response.json(scriptedResponse('openai-chat', found, 1)),
      Response.json({ error: {} }, { status: 401 }),
      new Response('{"choices":', { headers: { 'content-type': 'application/json' } }),
      new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      new Response(null, { status: 204 }),
    ];
    const fetch = async () => {
      const next = answers[made.length] as Response;
      made.push(next);
      return next;
    };
    const call = headroomFetch({ retrieve: true, fetch });
    for (const response of answers)
      expect(await call('https://llm.test/v1/chat/completions', { method: 'POST', body: chat })).toBe(response);
    expect(JSON.parse(await (answers[0] as Response).text())).toEqual(scriptedResponse('openai-chat', found, 1));
  });

  it('takes a Request and sends it again for each round', async () => {
    const server = await serve((n, sent) => (n === 1 ? { calls: [asked(offeredHashes(sent)[0])] } : found));
    const request = new Request(`${server.address}/v1/chat/completions`, { method: 'POST', body: chat });
    const response = await headroomFetch({ retrieve: true })(request);
    expect(textOf('openai-chat', (await response.json()) as Json)).toBe('Found it.');
    expect(server.received).toHaveLength(2);
  });

  it('offers nothing to chats without tools, to answers fetched later and to lists streamed as JSON', async () => {
    const sent: string[] = [];
    const fetch = async (_input: unknown, init?: RequestInit) => {
      sent.push(String(init?.body));
      return Response.json({});
    };
    const warnings: string[] = [];
    const onWarning = ({ code }: { code: string }) => void warnings.push(code);
    const call = headroomFetch({ retrieve: true, fetch: fetch as typeof globalThis.fetch, onWarning });
    const post = (path: string, body: Json) =>
      call(`https://llm.test${path}`, { method: 'POST', body: JSON.stringify(body) });
    await post('/v1/chat/completions', { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] });
    await post('/v1/responses', { ...clients['openai-responses'].body(), background: true });
    await post('/v1beta/models/gemini-2.5-pro:streamGenerateContent', clients.gemini.body());
    await post('/model/anthropic.claude-sonnet-4-5/invoke-with-response-stream', clients.anthropic.body());
    expect(sent).toHaveLength(4);
    for (const text of sent) expect(text).not.toContain(RETRIEVE_TOOL);
    expect(warnings).toEqual(['retrieve_unavailable']);
    await post('/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse', clients.gemini.body());
    expect(sent[4]).toContain(RETRIEVE_TOOL);
  });

  it('goes on without a store, and says so', async () => {
    const away = () => Promise.reject(new Error('away'));
    const warnings: string[] = [];
    const server = await serve((n) => (n === 1 ? { calls: [asked('0000000000')] } : found));
    const fetch = headroomFetch({
      retrieve: true,
      store: { get: away, set: away, delete: away },
      onWarning: ({ code }) => warnings.push(code),
    });
    const driver = drivers.find(({ name }) => name === 'openai 7 responses');
    const body = { ...clients['openai-responses'].body(), previous_response_id: 'resp_0' };
    const response = (await driver?.ask(server.address, fetch, body, { stream: true })) as Json;
    expect(textOf('openai-responses', response)).toBe('Found it.');
    expect(server.received[0]?.body.previous_response_id).toBe('resp_0');
    expect(warnings).toEqual(['store_failed', 'store_failed', 'store_failed']);
  });

  it('refuses options that make no sense', () => {
    expect(() => headroomFetch({ retrieve: 'yes' as never })).toThrow(HeadroomError);
    expect(() => headroomFetch({ retrieve: { maxRounds: 0 } })).toThrow(HeadroomError);
    expect(() => headroomFetch({ retrieve: true, retrieval: 'none' })).toThrow(HeadroomError);
  });
});

describe('withHeadroom with retrieve', () => {
  it.each([
    ['openai 6', OpenAI],
    ['openai 7', OpenAI7 as unknown as typeof OpenAI],
  ])('goes on from the last round where the provider keeps the history (%s)', async (_, Client) => {
    const server = await serve((n, sent) => (n === 1 ? { calls: [asked(offeredHashes(sent)[0])] } : found));
    const client = withHeadroom(new Client({ apiKey: 'k', baseURL: `${server.address}/v1` }), { retrieve: true });
    const { input, ...body } = clients['openai-responses'].body() as Json;
    const first = await client.responses.stream({ model: 'gpt-4o', ...body, input }).finalResponse();
    expect(first.id).toBe('resp_1');
    await client.responses.create({ model: 'gpt-4o', ...body, input: 'And?', previous_response_id: first.id });
    expect(server.received[2]?.body.previous_response_id).toBe('resp_2');
  });

  it.each([
    ['openai 6', OpenAI],
    ['openai 7', OpenAI7 as unknown as typeof OpenAI],
  ])('lets the tool runner of %s work beside it', async (_, Client) => {
    const server = await serve((n, sent) => {
      if (n === 1) return { calls: [bash('c1')] };
      return n === 2 ? { calls: [asked(offeredHashes(sent)[0]), bash('c2')] } : found;
    });
    const plain = new Client({ apiKey: 'k', baseURL: `${server.address}/v1` });
    const client = withHeadroom(plain, { retrieve: { maxRounds: 2 } });
    const run: string[] = [];
    const tool = { name: 'Bash', description: 'Runs', parameters: {}, parse: JSON.parse };
    const runner = client.chat.completions.runTools({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Which request had the highest latency?' }],
      tools: [
        {
          type: 'function',
          function: {
            ...tool,
            function: ({ command }: { command: string }) => {
              run.push(command);
              return output;
            },
          },
        },
      ],
    });
    expect(await runner.finalContent()).toBe('Found it.');
    expect(run).toEqual(['run c1', 'run c2']);
    expect(callsIn('openai-chat', server.received[2]?.body as Json)).toEqual(['Bash', RETRIEVE_TOOL, 'Bash']);
  });

  it('keeps withResponse() and counting, which counts the tool too', async () => {
    const server = await serve((n, sent) => {
      if (n === 1) return { calls: [asked(offeredHashes(sent)[0])] };
      return n === 2 ? found : { json: { input_tokens: 5 } };
    });
    const client = withHeadroom(new Anthropic({ apiKey: 'k', baseURL: server.address }), { retrieve: true });
    const body = clients.anthropic.body() as Anthropic.MessageCreateParamsNonStreaming;
    const { data, response } = await client.messages.create(body).withResponse();
    expect([response.headers.get('request-id'), response.status]).toEqual(['r2', 200]);
    expect(data.content.at(-1)).toMatchObject({ text: 'Found it.' });
    const { model, messages, tools = [] } = body;
    expect(await client.messages.countTokens({ model, messages, tools: tools as Anthropic.Tool[] })).toEqual({
      input_tokens: 5,
    });
    expect(server.received[2]?.body.tools).toEqual(server.received[0]?.body.tools);
  });
});
