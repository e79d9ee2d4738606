import { compress, createHeadroom } from '@headroom/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asked, held, page, photo } from './pictures.fixture.js';

const LINES = [
  'The harbour office opens at seven in the morning.',
  'Parcels from the northern valley arrive on Tuesday.',
  'Invoice 48213 was paid with a total of 912.40 euros.',
  'Please return the ledger to the archive before noon.',
  'The next voyage starts when the bridge is repaired.',
  'All carriers confirmed their schedules last week.',
];
const QUESTION = 'What is the text in this picture?';

async function router(options = {}) {
  const { imageRouter } = await import('./router.js');
  return imageRouter({ textDeadlineMs: 60_000, ...options });
}

afterEach(() => {
  vi.doUnmock('onnxruntime-node');
  vi.resetModules();
});

describe('text in the place of a picture', () => {
  it('is all of the text, with what a reader lacks', async () => {
    const bytes = await page(LINES).png().toBuffer();
    const outcome = await (await router()).route(held(bytes), asked(QUESTION));
    expect(outcome).toMatchObject({ kind: 'text', loss: expect.stringContaining('layout') });
    if (outcome.kind !== 'text') return;
    const read = outcome.text.replace(/\s+/g, '');
    for (const line of LINES) expect(read).toContain(line.replace(/\s+/g, ''));
  });

  it('is never that of a picture that shows more than text', async () => {
    const mixed = await page(LINES)
      .composite([{ input: await photo(400, 300).png().toBuffer(), left: 560, top: 380 }])
      .png()
      .toBuffer();
    expect((await (await router()).route(held(mixed), asked(QUESTION))).kind).not.toBe('text');
  });

  it('is never code, where every sign counts', async () => {
    const code = [
      'const total_sum = add(first_item);',
      'if (total_sum != limit) {',
      '  retry_all(total_sum);',
      '}',
      'export { total_sum };',
    ];
    const bytes = await page(
      code.map((line) => line.replaceAll('<', '&lt;')),
      { font: 26 },
    )
      .png()
      .toBuffer();
    expect(await (await router()).route(held(bytes), asked(QUESTION))).toEqual({ kind: 'kept' });
  });

  it('is not waited for longer than the deadline', async () => {
    const bytes = await page(LINES).png().toBuffer();
    const outcome = await (await router({ textDeadlineMs: 1 })).route(held(bytes), asked(QUESTION));
    expect(outcome).toEqual({ kind: 'kept', warning: expect.stringContaining('text_deadline') });
  });

  it('stays a picture, and says why, where the peers are not installed', async () => {
    vi.doMock('onnxruntime-node', () => {
      throw new Error('not installed');
    });
    const bytes = await page(LINES).png().toBuffer();
    const outcome = await (await router()).route(held(bytes), asked(QUESTION));
    expect(outcome).toEqual({ kind: 'kept', warning: expect.stringContaining('missing_peer') });
  });

  it('stays a picture, and says why, where a peer does not start', async () => {
    vi.doMock('onnxruntime-node', () => ({
      InferenceSession: { create: () => Promise.reject(new Error('no such processor')) },
    }));
    const bytes = await page(LINES).png().toBuffer();
    const outcome = await (await router()).route(held(bytes), asked(QUESTION));
    expect(outcome).toEqual({ kind: 'kept', warning: expect.stringContaining('broken_peer') });
  });
});

describe('in an engine', () => {
  const request = (data: string, words: string) => ({
    model: 'claude-opus-4-6',
    max_tokens: 100,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: words },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
        ],
      },
    ],
  });

  it('shows a picture small with a note, and gives a part of it back', async () => {
    const headroom = createHeadroom({ pictures: await router(), retrieval: 'tool' });
    const bytes = await photo(1400, 900).png().toBuffer();
    const { messages } = await headroom.compress(request(bytes.toString('base64'), 'What is this?'));
    const said = JSON.stringify(messages);
    expect(said.length).toBeLessThan(bytes.length / 2);
    const hash = /hash=(\w+)/.exec(said)?.[1];
    if (!hash) throw new Error('a note with a hash');
    expect(await headroom.retrieve(hash, { path: '0,0,40,30' })).toMatchObject({
      status: 'found',
      picture: { mediaType: 'image/png' },
    });
  });

  it('loses nothing where the model cannot ask back', async () => {
    const bytes = await photo(1400, 900).png().toBuffer();
    const body = request(bytes.toString('base64'), 'What is this?');
    const { messages } = await compress(body, { pictures: await router() });
    expect(messages).toEqual(body.messages);
  });
});
