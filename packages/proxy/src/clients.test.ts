import { afterAll, describe, expect, it } from 'vitest';
import { drivers, offeredHashes, scriptedServer, toolResults } from '../../core/src/fetch/retrieve-server.fixture.js';
import { payload } from '../../core/src/testing/payloads.js';
import { clients, historyOf, type Json, textOf } from '../../core/src/tool-loop/scripted-client.fixture.js';
import { serveProxy } from './node/serve-proxy.js';
import { createProxy } from './proxy.js';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe.each(drivers)('$name, given nothing but an address', (driver) => {
  it.each([false, true])('sees one answer, and the model its original (stream: %s)', async (stream) => {
    const { dialect } = driver;
    const output = payload('json', 7, 120);
    const provider = await scriptedServer((number, body) => {
      if (number === 1) return { calls: [{ id: 'call_1', name: 'Bash', input: { command: 'x' } }] };
      if (number === 2)
        return {
          calls: [{ id: 'own_1', name: 'headroom_retrieve', input: { hash: offeredHashes(body)[0] ?? 'none' } }],
        };
      return { text: 'It is there.' };
    });
    const upstreams = { anthropic: provider.address, openai: provider.address, gemini: provider.address };
    const running = await serveProxy(createProxy({ upstreams }), { drainMs: 0 });
    closing.push(provider.close, running.close);
    const ask = (body: Json) => driver.ask(`http://127.0.0.1:${running.port}`, globalThis.fetch, body, { stream });
    const { body, results, history } = clients[dialect];
    const first = await ask(structuredClone(body([])) as Json);
    const call = { id: 'call_1', name: 'Bash' };
    const said = [...historyOf(dialect, first), ...(toolResults(dialect, [call], output) ?? results([call]))];
    const second = await ask(structuredClone(body(said)) as Json);
    expect(textOf(dialect, second)).toBe('It is there.');
    expect(JSON.stringify(second)).not.toContain('headroom');
    const last = JSON.stringify(provider.received.at(-1)?.body[history]);
    expect(last).toContain(JSON.stringify(output).slice(1, 200));
  });
});
