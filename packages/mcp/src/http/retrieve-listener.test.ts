import type { AddressInfo } from 'node:net';
import { memory } from '@headroom/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../engine.js';
import { createRetrieveListener } from './retrieve-listener.js';
import { unfailingServer } from './unfailing-server.js';

const text = Array.from({ length: 4000 }, (_, i) => `line ${i} of "what" was said`).join('\n');
const engine = createEngine({ store: memory() });
let listener = createRetrieveListener(engine);
const http = unfailingServer((request, response) => listener(request, response));
let url: URL;
let hash = '';

async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: 'agent', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(url) as never);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`);
  hash = (await engine.headroom.compressText(text)).hash ?? '';
});
afterAll(() => void http.close());

describe('createRetrieveListener', () => {
  it('offers one tool, and answers in text alone, exactly', async () => {
    await withClient(async (client) => {
      expect((await client.listTools()).tools.map(({ name, outputSchema }) => [name, outputSchema])).toEqual([
        ['headroom_retrieve', undefined],
      ]);
      const lines = await client.callTool({ name: 'headroom_retrieve', arguments: { hash, lines: '11-12' } });
      expect(lines.structuredContent).toBeUndefined();
      expect((lines.content as { text: string }[])[0]?.text).toContain(text.split('\n').slice(10, 12).join('\n'));
    });
  });

  it('keeps an answer under the size of which agents make a file, and goes on where it stopped', async () => {
    await withClient(async (client) => {
      const ask = async (offset?: number) => {
        const { content } = await client.callTool({
          name: 'headroom_retrieve',
          arguments: { hash, ...(offset === undefined ? {} : { offset }) },
        });
        return (content as { text: string }[])[0]?.text ?? '';
      };
      const first = await ask();
      expect(first.length).toBeLessThan(49_000);
      expect(first).toContain(text.slice(0, 40_000));
      expect(await ask(48_000)).toContain(text.slice(48_000, 90_000));
    });
  });

  it('serves on when it is another one: there are no sessions', async () => {
    await withClient(async (client) => {
      await client.listTools();
      listener = createRetrieveListener(engine);
      const { isError } = await client.callTool({ name: 'headroom_retrieve', arguments: { hash: 'f'.repeat(24) } });
      expect(isError).toBe(true);
      expect((await client.listTools()).tools).toHaveLength(1);
    });
  });

  it('gives texts that are held for a moment as they are, and keeps JSON from being written anew', async () => {
    const held = (name: string) => ({ json: '[1]', text: 'no JSON' })[name];
    const answers = async (besideJson?: 'structure' | 'note') => {
      listener = createRetrieveListener(engine, { held, ...(besideJson ? { besideJson } : {}) });
      return withClient(async (client) => {
        const ask = (name: string) => client.callTool({ name: 'headroom_retrieve', arguments: { hash: name } });
        expect((await ask('other')).isError).toBe(true);
        expect(await ask('text')).toEqual({ content: [{ type: 'text', text: 'no JSON' }] });
        return ask('json');
      });
    };
    const [part, note] = [
      { type: 'text', text: '[1]' },
      { type: 'text', text: '\n[End of the original]' },
    ];
    expect(await answers()).toEqual({ content: [part] });
    expect(await answers('structure')).toEqual({ content: [part], structuredContent: {} });
    expect(await answers('note')).toEqual({ content: [part, note] });
    listener = createRetrieveListener(engine);
  });

  it('takes nothing but POST', async () => {
    expect((await fetch(url)).status).toBe(405);
  });
});
