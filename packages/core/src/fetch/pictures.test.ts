import { expect, it } from 'vitest';
import { createHeadroom, memory, type PictureRouter } from '../index.js';
import { madePicture } from '../pipeline/pictures/made-picture.fixture.js';
import { headroomFetch } from './headroom-fetch.js';

const PNG = madePicture(1000, 1000);
const LEFT = madePicture(300, 300, 90);

/** Shows less of every picture, and cuts by naming what was asked. */
const router: PictureRouter = {
  name: 'scripted',
  route: () => ({ kind: 'bytes', mediaType: 'image/jpeg', data: LEFT, loss: 'only its left half is shown' }),
  cut: async (_, region) => ({ mediaType: 'image/png', data: Buffer.from(JSON.stringify(region)).toString('base64') }),
};

/** Where other bytes cost the same. */
const turnsDown: PictureRouter = {
  ...router,
  route: () => ({ kind: 'detail', detail: 'MEDIA_RESOLUTION_LOW', loss: 'it is shown at a low resolution' }),
};

const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } };
const answer = (content: object[], stop_reason: string) =>
  new Response(JSON.stringify({ id: 'm', type: 'message', role: 'assistant', content, stop_reason, usage: {} }), {
    headers: { 'content-type': 'application/json' },
  });

it('shows the model the picture it asks for, and sends the same beginning in all later turns', async () => {
  const sent: string[] = [];
  const provider = async (_: unknown, init?: RequestInit) => {
    const text = String(init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : init?.body);
    sent.push(text);
    const hash = /with hash=([0-9a-f]{24})/.exec(text)?.[1];
    const isAsked = text.includes('"name":"headroom_retrieve","input"');
    if (isAsked || !hash) return answer([{ type: 'text', text: 'A cat.' }], 'end_turn');
    const input = { hash, path: '10,0,20,30' };
    return answer([{ type: 'tool_use', id: 'r', name: 'headroom_retrieve', input }], 'tool_use');
  };
  const send = headroomFetch({
    headroom: createHeadroom({ store: memory(), pictures: router }),
    fetch: provider as typeof fetch,
    retrieve: true,
  });
  const messages: object[] = [{ role: 'user', content: [{ type: 'text', text: 'What is on the right?' }, picture] }];
  const tools = [{ name: 'look', input_schema: { type: 'object' } }];
  for (let turn = 0; turn < 5; turn++) {
    const response = await send('https://api.anthropic.com/v1/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-session-id': 's' },
      body: JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 10, tools, messages }),
    });
    const { content } = (await response.json()) as { content: object[] };
    expect(content).toEqual([{ type: 'text', text: 'A cat.' }]);
    messages.push({ role: 'assistant', content }, { role: 'user', content: `And then ${turn}?` });
  }
  const [first = '', second = ''] = sent;
  expect(first).not.toContain(PNG);
  const region = Buffer.from(JSON.stringify({ left: 10, top: 0, width: 20, height: 30 })).toString('base64');
  expect(JSON.parse(second).messages.at(-1).content[0].content).toEqual([
    { type: 'text', text: '20x30 pixels of the picture, from 10,0 on.' },
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: region } },
  ]);
  for (const [i, later] of sent.slice(1).entries()) {
    const before = JSON.parse(sent[i] as string).messages as object[];
    expect(JSON.parse(later).messages.slice(0, before.length)).toEqual(before);
  }
  expect(sent).toHaveLength(6);
});

it.each([
  ['gemini-3-pro', 'in its result'],
  ['gemini-2.5-flash', 'beside it'],
])('shows %s the picture it asks for %s', async (modelVersion, where) => {
  const sent: { contents: { parts: object[] }[] }[] = [];
  const provider = async (_: unknown, init?: RequestInit) => {
    const text = String(init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : init?.body);
    sent.push(JSON.parse(text));
    const args = { hash: /with hash=([0-9a-f]{24})/.exec(text)?.[1], path: '10,0,20,30' };
    const part = sent.length === 1 ? { functionCall: { name: 'headroom_retrieve', args } } : { text: 'A cat.' };
    const candidates = [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP' }];
    return new Response(JSON.stringify({ candidates, modelVersion }), {
      headers: { 'content-type': 'application/json' },
    });
  };
  const send = headroomFetch({
    headroom: createHeadroom({ store: memory(), pictures: modelVersion.includes('2.5') ? router : turnsDown }),
    fetch: provider as typeof fetch,
    retrieve: true,
  });
  await send(`https://gemini.test/v1beta/models/${modelVersion}:generateContent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      tools: [{ functionDeclarations: [{ name: 'look' }] }],
      contents: [
        { role: 'user', parts: [{ text: 'On the right?' }, { inlineData: { mimeType: 'image/png', data: PNG } }] },
      ],
    }),
  });
  const region = Buffer.from(JSON.stringify({ left: 10, top: 0, width: 20, height: 30 })).toString('base64');
  const shown = [{ inlineData: { mimeType: 'image/png', data: region } }];
  const result = {
    name: 'headroom_retrieve',
    response: { output: '20x30 pixels of the picture, from 10,0 on.' },
  };
  expect(sent[1]?.contents.at(-1)?.parts).toEqual(
    where === 'beside it'
      ? [{ functionResponse: result }, ...shown]
      : [{ functionResponse: { ...result, parts: shown } }],
  );
});
