import { describe, expect, it } from 'vitest';
import { createHeadroom, type HeadroomOptions, memory, type PictureOutcome, type PictureRouter } from '../../index.js';
import { madePicture } from './made-picture.fixture.js';

const PNG = madePicture(1000, 1000);
const SMALL = madePicture(300, 300, 90);
const url = `data:image/png;base64,${PNG}`;
const question = 'What does the toolbar at the top say?';

/** One request in each API with the same picture beside the question, and one in a tool's result where there are such. */
const requests: Readonly<Record<string, object>> = {
  anthropic: {
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: question },
          {
            type: 'image',
            source: { type: 'base64', media_type: 'image/png', data: PNG },
            cache_control: { type: 'ephemeral' },
          },
        ],
      },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'screenshot', input: {} }] },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't',
            content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } }],
          },
        ],
      },
    ],
  },
  'openai-chat': {
    model: 'gpt-4o',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: question },
          { type: 'image_url', image_url: { url, detail: 'high' } },
        ],
      },
    ],
  },
  'openai-responses': {
    model: 'gpt-5.4',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: question },
          { type: 'input_image', image_url: url, detail: 'auto' },
        ],
      },
      { type: 'function_call', call_id: 'c', name: 'screenshot', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_image', image_url: url }] },
    ],
  },
  gemini: {
    contents: [{ role: 'user', parts: [{ text: question }, { inlineData: { mimeType: 'image/png', data: PNG } }] }],
  },
};

/** Gives the same outcome for every picture, and counts how often it is asked. */
class Scripted implements PictureRouter {
  readonly name = 'scripted';
  asked = 0;
  queries: string[] = [];
  constructor(private readonly outcome: PictureOutcome | (() => PictureOutcome)) {}
  route(_: unknown, { query }: { readonly query: string }): PictureOutcome {
    this.asked += 1;
    this.queries.push(query);
    return typeof this.outcome === 'function' ? this.outcome() : this.outcome;
  }
  async cut() {
    return { mediaType: 'image/png', data: 'CUT=' };
  }
}

const engine = (router: PictureRouter, options: HeadroomOptions = {}) =>
  createHeadroom({ store: memory(), pictures: router, retrieval: 'tool', ...options });

const fit: PictureOutcome = { kind: 'bytes', mediaType: 'image/jpeg', data: SMALL };
const crop: PictureOutcome = { ...fit, loss: 'only the top 200 of 800 rows are shown' };

describe('pictures of a request', () => {
  it.each(Object.keys(requests))(
    '%s: other bytes stand where the picture stood, and nothing else changes',
    async (name) => {
      const request = requests[name] as object;
      const text = JSON.stringify(request);
      const { json, result } = await engine(new Scripted(fit)).compressJson(text);
      const expected = text.replaceAll(`image/png`, 'image/jpeg').replaceAll(PNG, SMALL);
      expect(json).toBe(expected);
      expect(result?.pictures?.every(({ outcome }) => outcome === 'bytes')).toBe(true);
      expect(result?.compressed).toBe(true);
      expect((await engine(new Scripted(fit)).compress(request)).body).toEqual(JSON.parse(expected));
      expect(JSON.stringify(request)).toBe(text);
    },
  );

  it('gives the very same request back where everything is kept', async () => {
    for (const request of Object.values(requests)) {
      const router = new Scripted({ kind: 'kept' });
      const { body, compressed } = await engine(router).compress(request);
      expect(body).toBe(request);
      expect(compressed).toBe(false);
      expect(router.asked).toBeGreaterThan(0);
    }
  });

  it.each(['anthropic', 'openai-responses', 'gemini'])(
    '%s: a note says what is missing, and the picture and parts of it come back',
    async (name) => {
      // At Gemini 3 a part costs what the whole does, and would never be sent.
      const headroom = engine(new Scripted(crop), name === 'gemini' ? { model: 'gemini-2.5-flash' } : {});
      const { body, ccrHashes } = await headroom.compress(requests[name] as object);
      const [hash = ''] = ccrHashes;
      expect(JSON.stringify(body)).toContain(
        `[Of picture 1 here: only the top 200 of 800 rows are shown. Whole: call headroom_retrieve with hash=${hash}`,
      );
      expect(await headroom.retrieve(hash)).toMatchObject({
        whole: true,
        picture: { mediaType: 'image/png', data: PNG },
      });
      expect(await headroom.retrieve(hash, { path: '0,200,400,600' })).toMatchObject({
        whole: false,
        picture: { data: 'CUT=' },
      });
      expect(await headroom.retrieve(hash, { path: '/items/3' })).toMatchObject({ status: 'invalid' });
      // What was looked at once is not looked at again.
      expect((await headroom.compress(body)).body).toBe(body);
    },
  );

  it('loses nothing where it could not be brought back', async () => {
    for (const [name, options] of [
      ['openai-chat', {}],
      ['anthropic', { retrieval: 'summary' }],
    ] as const) {
      const { body } = await engine(new Scripted(crop), options).compress(requests[name] as object);
      expect(body).toBe(requests[name]);
    }
    const store = {
      ...memory(),
      get: () => undefined,
      delete: () => undefined,
      set: () => Promise.reject(new Error('full')),
    };
    const { body, warnings } = await engine(new Scripted(crop), { store }).compress(requests.anthropic as object);
    expect(body).toBe(requests.anthropic);
    expect(warnings.map(({ code }) => code)).toEqual(['store_failed']);
  });

  it('puts the text of a picture, or another detail, in its place', async () => {
    const text: PictureOutcome = { kind: 'text', text: 'Save  Open', loss: 'only its text is shown' };
    const { body } = await engine(new Scripted(text)).compress(requests.anthropic as object);
    const [message] = (body as { messages: { content: object[] }[] }).messages;
    expect(message?.content[1]).toEqual({ type: 'text', text: 'Save  Open', cache_control: { type: 'ephemeral' } });
    const low: PictureOutcome = { kind: 'detail', detail: 'low' };
    const chat = (await engine(new Scripted(low)).compress(requests['openai-chat'] as object)).body as typeof requests;
    expect(JSON.stringify(chat)).toContain('"detail":"low"');
  });

  it.each([
    [
      'openai-chat',
      'low',
      (part: object) => ({ ...part, image_url: { url: `data:image/jpeg;base64,${SMALL}`, detail: 'low' } }),
    ],
    [
      'openai-responses',
      'low',
      (part: object) => ({ ...part, image_url: `data:image/jpeg;base64,${SMALL}`, detail: 'low' }),
    ],
    [
      'gemini',
      'MEDIA_RESOLUTION_MEDIUM',
      () => ({
        inlineData: { mimeType: 'image/jpeg', data: SMALL },
        mediaResolution: { level: 'MEDIA_RESOLUTION_MEDIUM' },
      }),
    ],
  ] as const)('%s: puts other bytes and another detail in its place', async (name, detail, expected) => {
    const request = requests[name] as { messages?: object[]; input?: object[]; contents?: object[] };
    const model = name === 'gemini' ? { model: 'gemini-3-pro' } : {};
    const { body, pictures } = await engine(new Scripted({ ...fit, detail }), model).compress(request);
    const partOf = (from: typeof request) => {
      const [first] = (from.messages ?? from.input ?? from.contents) as { content?: object[]; parts?: object[] }[];
      return (first?.content ?? first?.parts)?.[1] as object;
    };
    expect(partOf(body)).toEqual(expected(partOf(request)));
    if (name === 'gemini') expect(pictures).toMatchObject([{ tokensBefore: 1120, tokensAfter: 560 }]);
    expect(
      JSON.parse((await engine(new Scripted({ ...fit, detail }), model).compressJson(JSON.stringify(request))).json),
    ).toEqual(body);
  });

  it('decides once: later turns, other options and another version of the router repeat what was sent', async () => {
    const store = memory();
    const first = new Scripted(fit);
    const headroom = engine(first, { store, conversation: 'c' });
    const request = requests.anthropic as { messages: object[] };
    const one = (await headroom.compress(request)).body as typeof request;
    const grown = {
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: 'Save' },
        { role: 'user', content: 'And below it?' },
      ],
    };
    const two = (await headroom.compress(grown)).body as typeof request;
    expect(two.messages.slice(0, 3)).toEqual(one.messages);
    expect(first.asked).toBe(2);
    const other = new Scripted({ kind: 'kept' });
    const three = (await engine(other, { store, conversation: 'c', retrieval: 'summary' }).compress(grown)).body;
    expect(three).toEqual(two);
    expect(other.asked).toBe(0);
    expect(new Set(first.queries)).toEqual(new Set([question]));
  });

  it('counts what pictures cost by the rule of the provider', async () => {
    const { pictures, tokensBefore, tokensAfter } = await engine(
      new Scripted({ kind: 'detail', detail: 'low' }),
    ).compress(requests['openai-chat'] as object);
    expect(pictures).toMatchObject([{ outcome: 'detail', tokensBefore: 765, tokensAfter: 85 }]);
    expect(tokensBefore - tokensAfter).toBe(680);
  });

  it('leaves what points at pixels, what code reads, failed and excluded tools, and frozen messages', async () => {
    const { messages, ...rest } = requests.anthropic as { messages: { content: object[] }[] };
    const router = new Scripted(fit);
    const asked = async (request: object, options: HeadroomOptions = {}) => {
      router.asked = 0;
      await engine(router, options).compress(request);
      return router.asked;
    };
    expect(await asked({ ...rest, messages, tools: [{ type: 'computer_20250124', name: 'computer' }] })).toBe(0);
    expect(await asked({ ...rest, messages }, { excludeTools: ['screen*'] })).toBe(1);
    expect(await asked({ ...rest, messages }, { frozenMessageCount: 2 })).toBe(1);
    const text = JSON.stringify({ ...rest, messages });
    expect(
      await asked(JSON.parse(text.replace('"input":{}', '"input":{},"caller":{"type":"code_execution_20250825"}'))),
    ).toBe(1);
    expect(await asked(JSON.parse(text.replace('"tool_use_id":"t"', '"tool_use_id":"t","is_error":true')))).toBe(1);
  });

  it('says why, and changes nothing, where a router throws, is too slow or is asked synchronously', async () => {
    const broken = new Scripted(() => {
      throw new RangeError('secret of the picture');
    });
    const thrown = await engine(broken).compress(requests.gemini as object);
    expect(thrown.body).toBe(requests.gemini);
    expect(thrown.warnings).toEqual([
      { code: 'picture_kept', message: 'A picture was left as it is: scripted did not decide (RangeError)' },
    ]);
    const slow: PictureRouter = { name: 'slow', route: () => new Promise(() => undefined), cut: async () => undefined };
    const late = await engine(slow, { timeBudgetMs: 50 }).compress(requests.gemini as object);
    expect(late.body).toBe(requests.gemini);
    expect(late.warnings.map(({ code }) => code)).toEqual(['picture_kept']);
    const sync = engine(new Scripted(fit)).compressSync(requests.gemini as object);
    expect(sync.body).toBe(requests.gemini);
    expect(sync.warnings.map(({ code }) => code)).toEqual(['async_skipped']);
    expect(() => createHeadroom({ pictures: {} as PictureRouter })).toThrow(/pictures/);
  });
});
