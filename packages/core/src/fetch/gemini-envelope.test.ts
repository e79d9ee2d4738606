import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { formats, geminiEnvelope } from '../formats/index.js';
import { payload } from '../testing/payloads.js';
import type { Json } from '../tool-loop/scripted-client.fixture.js';
import { type ScriptedTurn, scriptedEvents, scriptedResponse } from '../tool-loop/scripted-provider.fixture.js';
import { headroomFetch } from './headroom-fetch.js';

const OUTPUT = payload('json', 7, 150);
/** A request of Code Assist, in a spelling of its own. */
const spelled = (more = '') =>
  `{ "model":"gemini-3-pro", "project" : "p\\u002d1",\n"request": { "session_id" : "s", "tools":[ {"functionDeclarations" : [{"name":"list"}]} ],
 "systemInstruction":{"parts":[{"text":"sys"}]}, "contents" : [ {"role":"user","parts":[{"text":"Which node is l\\u006fst?"}]},
 {"role":"model","parts":[{"functionCall":{"id":"c1","name":"list","args":{ }},"thoughtSignature":"c2ln"}]},
 {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"list","response":{"output":${JSON.stringify(OUTPUT)}}}}]}${more} ] }, "user_prompt_id":"u" }`;

function door(script: (round: number, inner: Json) => ScriptedTurn, retrieve = true) {
  const sent: string[] = [];
  const answers: string[] = [];
  const fetch = (async (address: unknown, init: RequestInit) => {
    const text = String(init.body);
    sent.push(text);
    const inner = (JSON.parse(text) as Json).request as Json;
    const response = scriptedResponse('gemini', script(sent.length, inner), sent.length);
    if (!String(address).includes('alt=sse')) {
      answers.push(`{"response": ${JSON.stringify(response)},"traceId":"t${sent.length}"}`);
      return new Response(answers.at(-1) ?? '', { headers: { 'content-type': 'application/json' } });
    }
    const events = scriptedEvents('gemini', response).map((event) =>
      event.replace(/^data: (.*)$/m, (_, json) => `data: {"response": ${json},"traceId":"t${sent.length}"}`),
    );
    answers.push(events.join(''));
    return new Response(answers.at(-1) ?? '', { headers: { 'content-type': 'text/event-stream' } });
  }) as typeof globalThis.fetch;
  const call = headroomFetch({ retrieve, fetch, store: memory() });
  const post = async (text: string, how: 'generateContent' | 'streamGenerateContent?alt=sse' | 'countTokens') =>
    (await call(`https://cloudcode.test/v1internal:${how}`, { method: 'POST', body: text })).text();
  return { sent, answers, post };
}
const hashIn = (inner: Json) => /hash=([0-9a-f]{24})/.exec(JSON.stringify(inner.contents))?.[1] ?? 'none';
const asks = (inner: Json) => ({ id: 'r1', name: RETRIEVE_TOOL, input: { hash: hashIn(inner) } });

describe('a request of Gemini in an envelope', () => {
  it('is known by one format alone', () => {
    const bodies = [JSON.parse(spelled()), { generateContentRequest: JSON.parse(spelled()).request }];
    for (const body of bodies) {
      expect(formats.filter((format) => format.matches(body))).toEqual([]);
      expect(geminiEnvelope.matches(body)).toBe(true);
    }
    for (const body of [
      { request: {} },
      { request: [] },
      { request: { messages: [] } },
      { contents: [], request: bodies[0].request },
    ])
      expect(geminiEnvelope.matches(body)).toBe(false);
  });

  it('differs in the output and the offered tool, and in no other byte', async () => {
    const { sent, post, answers } = door(() => ({ text: 'It is node-1.' }));
    expect(await post(spelled(), 'generateContent')).toBe(answers[0]);
    const [first] = sent as [string];
    const tools = /"tools":(\[.*?\]) ?\}?,\s*"systemInstruction"/s;
    const [, offered = ''] = tools.exec(first) ?? [];
    const [, given = ''] = tools.exec(spelled()) ?? [];
    const names = (text: string) => JSON.parse(text)[0].functionDeclarations.map(({ name }: Json) => name);
    expect([names(given), names(offered)]).toEqual([['list'], ['list', RETRIEVE_TOOL]]);
    const plain = first.replace(offered, given);
    const [before, after] = spelled().split(JSON.stringify(OUTPUT)) as [string, string];
    expect([plain.startsWith(before), plain.endsWith(after)]).toEqual([true, true]);
    expect(plain.length).toBeLessThan(spelled().length / 2);
  });

  it.each(['generateContent', 'streamGenerateContent?alt=sse'] as const)(
    'by %s brings originals unseen, and goes on with them',
    async (how) => {
      const { sent, post } = door((round, inner) =>
        round === 1
          ? { text: 'I look.', calls: [asks(inner)] }
          : { text: 'It is node-1.', calls: round === 2 ? [{ id: 'c2', name: 'list', input: {} }] : [] },
      );
      const shown = await post(spelled(), how);
      expect(sent).toHaveLength(2);
      const { name, response } = (JSON.parse(sent[1] as string) as Json).request.contents.at(-1).parts[0]
        .functionResponse;
      expect([name, response.output.includes(OUTPUT.slice(0, 300))]).toEqual([RETRIEVE_TOOL, true]);
      expect(shown).not.toContain(RETRIEVE_TOOL);
      const pieces = [...shown.matchAll(/^(?:data: )?(\{.*\})$/gm)].map(
        ([, json]) => JSON.parse(json as string) as Json,
      );
      expect(pieces.every(({ response, traceId }) => response.candidates && traceId)).toBe(true);
      const parts = pieces.flatMap(({ response }) => response.candidates[0].content.parts as Json[]);
      expect(parts.map(({ text = '' }) => text).join('')).toBe('I look.It is node-1.');
      expect(parts.at(-1)?.functionCall.name).toBe('list');
      expect(pieces.at(-1)?.response.usageMetadata.candidatesTokenCount).toBe(20);
      const said = `,{"role":"model","parts":${JSON.stringify(parts)}},{"role":"user","parts":[{"functionResponse":{"id":"c2","name":"list","response":{"output":"ok"}}}]}`;
      await post(spelled(said), how);
      const [was, is] = [JSON.parse(sent[1] as string).request, JSON.parse(sent[2] as string).request];
      expect(is.contents.slice(0, was.contents.length)).toEqual(was.contents);
      expect(is.tools).toEqual(was.tools);
    },
  );

  it('streams what has no call of ours byte for byte', async () => {
    const { post, answers } = door(() => ({ text: 'It is node-1.', calls: [{ id: 'c2', name: 'list', input: {} }] }));
    expect(await post(spelled(), 'streamGenerateContent?alt=sse')).toBe(answers[0]);
  });

  it('is counted as it is sent', async () => {
    const { sent, post } = door(() => ({ text: 'x' }));
    await post(spelled(), 'generateContent');
    await post(spelled(), 'countTokens');
    expect(sent[1]).toBe(sent[0]);
    const counted: string[] = [];
    const fetch = (async (_: unknown, init: RequestInit) => {
      counted.push(String(init.body));
      return Response.json({ totalTokens: 7 });
    }) as typeof globalThis.fetch;
    const call = headroomFetch({ retrieve: true, fetch, store: memory() });
    const inner = JSON.stringify(JSON.parse(spelled()).request);
    const at = (how: string) => `https://generativelanguage.test/v1beta/models/gemini-3-pro:${how}`;
    await call(at('generateContent'), { method: 'POST', body: inner });
    const answer = await call(at('countTokens'), { method: 'POST', body: `{"generateContentRequest":${inner}}` });
    expect(counted[1]).toBe(`{"generateContentRequest":${counted[0]}}`);
    expect(await answer.json()).toEqual({ totalTokens: 7 });
  });
});
