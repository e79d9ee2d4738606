import { describe, expect, it } from 'vitest';
import { headroomFetch } from '../../fetch/headroom-fetch.js';
import { createHeadroom, type HeadroomOptions, memory, type PictureOutcome, type PictureRouter } from '../../index.js';
import { payload } from '../../testing/payloads.js';
import { madePicture } from './made-picture.fixture.js';

const PNG = madePicture(1000, 1000);
const OTHER = madePicture(900, 900);
const SMALL = madePicture(300, 300, 90);
const LOG = payload('log', 3, 120);

const media = (data: string, more: object = {}) => ({ inlineData: { mimeType: 'image/png', data, ...more } });
const result = (response: unknown, parts: readonly object[] = [media(PNG)]) => ({
  functionResponse: { id: 'f', name: 'shot', response, parts },
});
/** A request whose function answers with a picture; 2.5 counts by pixels, so that a part of one pays. */
const request = (...results: readonly object[]) => ({
  contents: [
    { role: 'user', parts: [{ text: 'What does the toolbar at the top say?' }] },
    { role: 'model', parts: [{ functionCall: { id: 'f', name: 'shot', args: {} }, thoughtSignature: 'c2ln' }] },
    { role: 'user', parts: results },
  ],
});
const enveloped = (inner: object) => ({ model: 'gemini-2.5-pro', project: 'p', request: inner, user_prompt_id: 'u' });

const scripted = (outcome: PictureOutcome, seen: object[] = []): PictureRouter => ({
  name: 'scripted',
  route: (picture, task) => {
    seen.push({ ...picture, ...task });
    return outcome;
  },
  cut: async () => undefined,
});
const fit: PictureOutcome = { kind: 'bytes', mediaType: 'image/jpeg', data: SMALL };
const crop: PictureOutcome = { ...fit, loss: 'only its upper part is shown' };
const text: PictureOutcome = { kind: 'text', text: '[Text:]\nSave  Open', loss: 'only its text is shown' };
const low: PictureOutcome = { kind: 'detail', detail: 'MEDIA_RESOLUTION_LOW', loss: 'it is shown at a low resolution' };

const engine = (outcome: PictureOutcome | PictureRouter, options: HeadroomOptions = {}) =>
  createHeadroom({
    store: memory(),
    pictures: 'route' in outcome ? outcome : scripted(outcome),
    retrieval: 'tool',
    model: 'gemini-2.5-pro',
    ...options,
  });

interface Shown {
  readonly response: Readonly<Record<string, unknown>>;
  readonly parts: readonly object[];
}
/** The result of the function in a request, also in an envelope. */
function shownIn(body: object, at = 0): Shown {
  const inner = ('request' in body ? body.request : body) as { contents: { parts: object[] }[] };
  const [, , answer] = inner.contents;
  if (!answer) throw new Error('no result');
  return (answer.parts[at] as { functionResponse: Shown }).functionResponse;
}
const NOTE = /^\[Of picture 1 here: only its (?:upper part|text) is shown\. .* with hash=[0-9a-f]{24}; .*\]$/;
const MODES = ['lossless', 'balanced', 'aggressive'] as const;

describe.each([
  ['a request', (inner: object) => inner],
  ["Code Assist's envelope", enveloped],
])('pictures in what a Gemini function gave, in %s', (_, written) => {
  it.each(MODES)('%s: are fitted in their place, and no other byte changes', async (mode) => {
    const json = JSON.stringify(written(request(result({ output: 'Taken.' }))), null, 1);
    const told = await engine(fit, { mode }).compressJson(json);
    expect(told.json).toBe(json.replace('image/png', 'image/jpeg').replace(PNG, SMALL));
    expect(told.result?.pictures).toMatchObject([{ outcome: 'bytes', tool: 'shot' }]);
  });

  it.each(MODES)('%s: are cut with a note in the response, where something may be lost', async (mode) => {
    const given = written(request(result({ output: 'Taken.' })));
    const headroom = engine(crop, { mode });
    const { body, ccrHashes } = await headroom.compress(given);
    if (mode === 'lossless') {
      expect(body).toBe(given);
      return;
    }
    const { response, parts } = shownIn(body);
    const [note = '', rest] = String(response.output).split('\n\n');
    expect(note).toMatch(NOTE);
    expect(rest).toBe('Taken.');
    expect(parts).toEqual([{ inlineData: { mimeType: 'image/jpeg', data: SMALL } }]);
    expect(await headroom.retrieve(ccrHashes[0] ?? '')).toMatchObject({ picture: { data: PNG } });
    // What was looked at once is not looked at again, and the bytes are those of the other way to ask.
    expect((await headroom.compress(body)).body).toBe(body);
    const { json } = await engine(crop, { mode }).compressJson(JSON.stringify(given));
    expect(JSON.parse(json)).toEqual(body);
  });

  it('lose nothing where they could not be brought back', async () => {
    const given = written(request(result({ output: 'Taken.' })));
    for (const retrieval of ['summary', 'none'] as const)
      expect((await engine(crop, { retrieval }).compress(given)).body).toBe(given);
    expect((await engine(crop, { losslessTurns: [2] }).compress(given)).body).toBe(given);
    expect(engine(crop).compressSync(given).body).toBe(given);
  });

  it('become words in the response, and leave the parts', async () => {
    const given = written(request(result({ output: 'Taken.' }, [media(PNG), media(OTHER)])));
    const router: PictureRouter = { ...scripted(fit), route: ({ data }) => (data === PNG ? text : fit) };
    const { body } = await engine(router).compress(given);
    const { response, parts } = shownIn(body);
    expect(parts).toEqual([{ inlineData: { mimeType: 'image/jpeg', data: SMALL } }]);
    expect(String(response.output)).toMatch(/^\[Text:\]\nSave {2}Open\n\n\[Of picture 1 .*\]\n\nTaken\.$/);
    const { json } = await engine(router).compressJson(JSON.stringify(given));
    expect(JSON.parse(json)).toEqual(body);
    const alone = await engine(text).compress(written(request(result({ output: '' }))));
    expect(shownIn(alone.body).parts).toEqual([]);
    expect(String(shownIn(alone.body).response.output)).toMatch(/^\[Text:\]\nSave {2}Open\n\n\[Of picture 1 .*\]$/);
  });

  it('are told of before a text that is itself trimmed, and before a field of records that became a text', async () => {
    const rows = Array.from({ length: 200 }, (_, id) => ({ id, host: `node-${id % 7}`, state: 'ready', load: 0.5 }));
    for (const output of [LOG, { rows }, rows]) {
      const given = written(request(result({ output })));
      const plain = shownIn((await engine({ kind: 'kept' }).compress(given)).body).response;
      const headroom = engine(crop);
      const { body } = await headroom.compress(given);
      const { response, parts } = shownIn(body);
      expect(plain.output).not.toEqual(output);
      const own = typeof plain.output === 'string' ? plain.output : (plain.output as { rows: string }).rows;
      const told = typeof response.output === 'string' ? response.output : '';
      if (typeof plain.output === 'string') {
        expect(told.endsWith(`\n\n${own}`)).toBe(true);
        expect(told.slice(0, -own.length - 2)).toMatch(NOTE);
      } else expect(response.output).toEqual({ rows: own, picture_notes: [expect.stringMatching(NOTE)] });
      expect(parts).toEqual([{ inlineData: { mimeType: 'image/jpeg', data: SMALL } }]);
      expect((await headroom.compress(body)).body).toBe(body);
    }
  });

  it('are told of in a field of their own where the response has no output', async () => {
    const content = [{ type: 'text', text: 'Taken.' }];
    const headroom = engine(crop);
    const { body } = await headroom.compress(written(request(result({ content }))));
    expect(shownIn(body).response).toEqual({ content, picture_notes: [expect.stringMatching(NOTE)] });
    expect((await headroom.compress(body)).body).toBe(body);
  });

  it.each([
    ['an output that is a number', { output: 3 }],
    ['no response', undefined],
    ['a response that is no record', 'Taken.'],
    ['a field of that name', { picture_notes: 'mine' }],
  ])('are only fitted beside %s', async (_, response) => {
    const seen: { retrievable?: boolean }[] = [];
    const given = written(request(result(response)));
    expect((await engine(scripted(crop, seen)).compress(given)).body).toBe(given);
    expect(seen).toMatchObject([{ retrievable: false, fixedDetail: true, tool: 'shot' }]);
    expect(shownIn((await engine(fit).compress(given)).body).parts).toEqual([
      { inlineData: { mimeType: 'image/jpeg', data: SMALL } },
    ]);
  });

  it('never get a field that their parts do not have', async () => {
    const given = written(request(result({ output: 'Taken.' })));
    expect((await engine(low, { model: 'gemini-3-pro' }).compress(given)).body).toBe(given);
  });

  it('keep their place where the words point at them by name', async () => {
    const named = [media(PNG, { displayName: 'a.png' })];
    const pointed = written(request(result({ output: { shot: { $ref: 'a.png' } } }, named)));
    expect((await engine(text).compress(pointed)).body).toBe(pointed);
    const { body } = await engine(crop).compress(pointed);
    expect(shownIn(body).parts).toEqual([
      { inlineData: { mimeType: 'image/jpeg', data: SMALL, displayName: 'a.png' } },
    ]);
    const free = written(request(result({ output: 'Taken.' }, named)));
    expect(shownIn((await engine(text).compress(free)).body).parts).toEqual([]);
  });

  it('stay after a failure, of excluded tools, of the retrieve tool, of computers and in frozen turns', async () => {
    const failed = written(request(result({ error: 'no screen' })));
    expect((await engine(fit).compress(failed)).body).toBe(failed);
    const given = request(result({ output: 'Taken.' }));
    for (const options of [{ excludeTools: ['sh*'] }, { frozenMessageCount: 3 }, { retrieveTool: 'shot' }])
      expect((await engine(fit, options).compress(written(given))).body).toEqual(written(given));
    for (const more of [{ tools: [{ computerUse: {} }] }, { config: { tools: [{ computerUse: {} }] } }]) {
      const pointing = written({ ...given, ...more });
      expect((await engine(fit).compress(pointing)).body).toBe(pointing);
    }
  });

  it('are read in the other spelling of names', async () => {
    const snake = JSON.stringify(written(request(result({ output: 'Taken.' }))))
      .replace('functionResponse', 'function_response')
      .replace('inlineData', 'inline_data')
      .replace('mimeType', 'mime_type');
    const { json } = await engine(crop).compressJson(snake);
    expect(json).toContain(`"inline_data":{"mime_type":"image/jpeg","data":"${SMALL}"}`);
    expect(json).toContain('[Of picture 1 here');
  });
});

it('counts a picture by the level that the whole request names', async () => {
  const parts = [{ text: 'What is this?' }, media(PNG)];
  for (const named of [
    { generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } },
    { config: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } },
  ]) {
    const given = { ...named, contents: [{ role: 'user', parts }] };
    const seen: object[] = [];
    const { body, pictures } = await engine(scripted(low, seen), { model: 'gemini-3-pro' }).compress(given);
    // It costs no less than it does already.
    expect(body).toBe(given);
    expect(pictures).toMatchObject([{ tokensBefore: 280 }]);
    expect(seen).toMatchObject([{ detail: 'MEDIA_RESOLUTION_LOW' }]);
  }
});

it.each([
  ['a request', '/v1beta/models/gemini-2.5-pro:generateContent', (inner: object) => inner, ']}'],
  ["Code Assist's envelope", '/v1internal:generateContent', enveloped, ']},"user_prompt_id":"u"}'],
])('sends the same beginning for 30 turns, in %s', async (_, path, written, tail) => {
  const sent: string[] = [];
  const fetch = (async (_: unknown, init: RequestInit) => {
    sent.push(init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : String(init.body));
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  }) as typeof globalThis.fetch;
  const store = memory();
  // Never the same outcome twice: only what is remembered can be repeated. Every third turn is another process.
  let nth = 0;
  const outcomes = [crop, text, fit, { kind: 'kept' } as const];
  const pictures: PictureRouter = { ...scripted(fit), route: () => outcomes[nth++ % 4] as PictureOutcome };
  const doorOf = () =>
    headroomFetch({ headroom: createHeadroom({ store, pictures }), fetch, retrieve: true, record: true });
  let door = doorOf();
  const contents: object[] = [{ role: 'user', parts: [{ text: 'What does it say?' }] }];
  for (let turn = 0; turn < 30; turn++) {
    const output = turn % 3 === 0 ? payload('log', turn, 90) : 'Taken.';
    const shot = [
      media(madePicture(1000 + turn, 1000)),
      ...(turn % 2 === 0 ? [media(madePicture(800, 900 + turn))] : []),
    ];
    contents.push(
      { role: 'model', parts: [{ functionCall: { id: `c${turn}`, name: 'shot', args: { turn } } }] },
      {
        role: 'user',
        parts: [{ functionResponse: { id: `c${turn}`, name: 'shot', response: { output }, parts: shot } }],
      },
    );
    if (turn % 3 === 0) door = doorOf();
    const body = written({ tools: [{ functionDeclarations: [{ name: 'shot' }] }], contents });
    await (
      await door(`https://g.test${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-session-id': 's' },
        body: JSON.stringify(body),
      })
    ).text();
  }
  expect(sent).toHaveLength(30);
  for (const [turn, later] of sent.slice(1).entries()) {
    const before = sent[turn] ?? '';
    expect(before.endsWith(tail)).toBe(true);
    expect(later.startsWith(before.slice(0, -tail.length))).toBe(true);
  }
  expect(sent.at(-1)).toContain('only its upper part is shown');
  expect(sent.at(-1)).toContain('Save  Open');
});
