import type { PictureOutcome } from '@headroom/core';
import { pictureSize, pictureTokens } from '@headroom/core/pictures';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { asked, held, page, photo, quarters } from './pictures.fixture.js';
import { imageRouter } from './router.js';

const router = imageRouter();
const sizeOf = (outcome: PictureOutcome) => (outcome.kind === 'bytes' ? pictureSize(outcome.data) : undefined);
const claude = { wire: 'anthropic', model: 'claude-opus-4-6' } as const;

describe('fitting a picture', () => {
  it('scales to what the provider looks at, at the same tokens, and loses nothing', async () => {
    const bytes = await photo(3000, 2000).jpeg({ quality: 90 }).toBuffer();
    const outcome = await router.route(held(bytes, { mediaType: 'image/jpeg' }), asked(''));
    expect(outcome).toMatchObject({ kind: 'bytes', mediaType: 'image/jpeg' });
    expect(outcome).not.toHaveProperty('loss');
    const size = sizeOf(outcome);
    if (!size) throw new Error('a picture');
    expect(pictureTokens(size, claude).tokens).toBe(pictureTokens({ width: 3000, height: 2000 }, claude).tokens);
    expect(Math.abs(size.width / size.height - 1.5)).toBeLessThan(0.01);
    if (outcome.kind === 'bytes') expect(outcome.data.length).toBeLessThan(bytes.length);
  });

  it('never goes below what a reader of more pixels sees', async () => {
    const bytes = await photo(2400, 1600).jpeg().toBuffer();
    expect(await router.route(held(bytes), asked('', { model: 'claude-opus-4-7' }))).toEqual({ kind: 'kept' });
  });

  it('leaves a picture that would get more bytes', async () => {
    const bytes = await page(['one line'], { width: 2400, height: 1600 }).png({ palette: true, colours: 2 }).toBuffer();
    const outcome = await router.route(held(bytes), asked(''));
    if (outcome.kind === 'bytes') expect(outcome.data.length).toBeLessThan(bytes.length * (4 / 3));
    else expect(outcome).toEqual({ kind: 'kept' });
  });

  it('keeps transparency', async () => {
    const clear = await photo(3000, 2000).ensureAlpha(0.5).png().toBuffer();
    const outcome = await router.route(held(clear), asked(''));
    expect(outcome).toMatchObject({ kind: 'bytes', mediaType: 'image/png' });
    if (outcome.kind === 'bytes')
      expect((await sharp(Buffer.from(outcome.data, 'base64')).metadata()).hasAlpha).toBe(true);
  });
});

describe('showing a picture small', () => {
  it('shrinks for Claude and says so', async () => {
    const bytes = await photo(1400, 900).png().toBuffer();
    const outcome = await router.route(held(bytes), asked('What is this?'));
    expect(outcome).toMatchObject({
      kind: 'bytes',
      mediaType: 'image/jpeg',
      loss: expect.stringContaining('of 1400x900 pixels'),
    });
    expect(sizeOf(outcome)?.width).toBeLessThanOrEqual(640);
  });

  it('turns the field of OpenAI and Gemini down instead of the pixels', async () => {
    const bytes = await photo(1000, 700).png().toBuffer();
    const openai = await router.route(
      held(bytes, { wire: 'openai-responses' }),
      asked('What is this?', { model: 'gpt-5' }),
    );
    expect(openai).toMatchObject({ kind: 'detail', detail: 'low', loss: expect.any(String) });
    const gemini = await router.route(
      held(bytes, { wire: 'gemini' }),
      asked('What is this?', { model: 'gemini-3-pro' }),
    );
    expect(gemini).toMatchObject({ kind: 'detail', detail: 'MEDIA_RESOLUTION_LOW' });
    const second = await router.route(
      held(bytes, { wire: 'gemini' }),
      asked('What is this?', { model: 'gemini-2.5-pro' }),
    );
    expect(second.kind).not.toBe('detail');
  });

  it('takes the field of tiles, also where half of the picture would be more, and the level that shows as much', async () => {
    const lines = await page(Array(20).fill('Nothing is drawn on this page.'), { width: 1280, height: 800 })
      .png()
      .toBuffer();
    const tiles = await router.route(
      held(lines, { wire: 'openai-responses' }),
      asked('What is this?', { model: 'gpt-5' }),
    );
    expect(tiles).toMatchObject({ kind: 'detail', detail: 'low' });
    const patches = await router.route(
      held(lines, { wire: 'openai-responses' }),
      asked('What is this?', { model: 'gpt-5.4' }),
    );
    expect(patches).not.toHaveProperty('detail');
    const square = await page(Array(32).fill('Nothing is drawn on this page.'), { width: 1280, height: 1280 })
      .png()
      .toBuffer();
    const [wide, full] = await Promise.all(
      [lines, square].map((bytes) =>
        router.route(held(bytes, { wire: 'gemini' }), asked('What is this?', { model: 'gemini-3-pro' })),
      ),
    );
    expect(wide).toMatchObject({ detail: 'MEDIA_RESOLUTION_LOW' });
    expect(full).toMatchObject({ detail: 'MEDIA_RESOLUTION_MEDIUM' });
  });

  it('turns no field down where the place has none', async () => {
    const bytes = await photo(1000, 700).png().toBuffer();
    const inResult = held(bytes, { wire: 'gemini', fixedDetail: true });
    expect(await router.route(inResult, asked('What is this?', { model: 'gemini-3-pro' }))).toEqual({ kind: 'kept' });
    const second = await router.route(inResult, asked('What is this?', { model: 'gemini-2.5-pro' }));
    expect(second).toMatchObject({ kind: 'bytes', loss: expect.any(String) });
  });

  it('puts what was transparent on white', async () => {
    const clear = await sharp({
      create: { width: 1400, height: 900, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .composite([{ input: await photo(500, 300).png().toBuffer(), left: 800, top: 500 }])
      .png()
      .toBuffer();
    const outcome = await router.route(held(clear), asked('Describe the image briefly'));
    if (outcome.kind !== 'bytes') throw new Error('shown small');
    const corner = await sharp(Buffer.from(outcome.data, 'base64'))
      .extract({ left: 2, top: 2, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect([...corner].every((value) => value > 250)).toBe(true);
  });

  it.each([
    ['the model cannot ask for the whole', asked('What is this?', { retrievable: false })],
    ['there is no question', asked('')],
    ['detail is asked for', asked('Count every bird in this photo')],
    ['it is about a button', asked('What colour is the button?')],
    ['the words are a task', asked(`What is this? ${'Then go on with the plan that we made. '.repeat(12)}`)],
    ['a model points into it', asked('What is this?', { tool: 'computer_screenshot' })],
  ])('does not when %s', async (_, task) => {
    const bytes = await photo(1400, 900).png().toBuffer();
    expect(await router.route(held(bytes), task)).toEqual({ kind: 'kept' });
  });

  it('does not when nothing worth a note is saved', async () => {
    const bytes = await photo(300, 200).png().toBuffer();
    expect(await router.route(held(bytes), asked('What is this?'))).toEqual({ kind: 'kept' });
  });
});

describe('cutting to the part that is asked for', () => {
  it('shows that part and names it in pixels of the whole', async () => {
    const bytes = await quarters(1400, 900).png().toBuffer();
    const outcome = await router.route(held(bytes), asked("What's in the bottom left corner?"));
    expect(outcome).toMatchObject({
      kind: 'bytes',
      mediaType: 'image/png',
      loss: expect.stringContaining('0,360,840,540'),
    });
    if (outcome.kind !== 'bytes') return;
    const cut = sharp(Buffer.from(outcome.data, 'base64'));
    const pixel = await cut.extract({ left: 10, top: 500, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
    expect([...pixel]).toEqual([0, 0, 255]);
  });

  it('shows it at Gemini with fewer tokens, no smaller than within the whole', async () => {
    const bytes = await quarters(1400, 900).png().toBuffer();
    const gemini = held(bytes, { wire: 'gemini' });
    const task = (query: string) => asked(query, { model: 'gemini-3-pro' });
    const corner = await router.route(gemini, task("What's in the bottom left corner?"));
    expect(corner).toMatchObject({ kind: 'bytes', detail: 'MEDIA_RESOLUTION_MEDIUM' });
    expect(sizeOf(corner)).toMatchObject({ width: 840, height: 540 });
    // A half costs what the whole costs, or would be shown smaller.
    expect(await router.route(gemini, task('What is on the left half of the picture?'))).toEqual({ kind: 'kept' });
    const inResult = { ...gemini, fixedDetail: true } as const;
    expect(await router.route(inResult, task("What's in the bottom left corner?"))).toEqual({ kind: 'kept' });
    const low = held(bytes, { wire: 'gemini', detail: 'MEDIA_RESOLUTION_LOW' });
    expect(await router.route(low, task("What's in the bottom left corner?"))).toEqual({ kind: 'kept' });
    // Tiles there go with the shape, so that a part has as many as the whole.
    const second = await router.route(gemini, asked("What's in the bottom left corner?", { model: 'gemini-2.5-pro' }));
    expect(second).toEqual({ kind: 'kept' });
  });
});

describe('whatever comes', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'unsupported_type'],
    ['another type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported_type'],
    ['noise', Buffer.from('not a picture at all'), 'unsupported_type'],
  ])('keeps %s and says why', async (_, bytes, why) => {
    expect(await router.route(held(bytes), asked('What is this?'))).toEqual({
      kind: 'kept',
      warning: expect.stringContaining(why),
    });
  });

  it('keeps a picture that ends early', async () => {
    const bytes = await photo(1400, 900).png().toBuffer();
    const half = bytes.subarray(0, bytes.length / 2);
    expect(await router.route(held(half), asked('What is this?'))).toEqual({
      kind: 'kept',
      warning: expect.stringContaining('broken'),
    });
  });

  it('does not decode what claims more pixels than the limit', async () => {
    const bytes = Buffer.from(await photo(64, 64).png().toBuffer());
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    const start = performance.now();
    expect(await router.route(held(bytes), asked('What is this?'))).toEqual({
      kind: 'kept',
      warning: expect.stringContaining('too_large'),
    });
    expect(performance.now() - start).toBeLessThan(200);
    expect(await router.cut(held(bytes), { left: 0, top: 0, width: 1, height: 1 })).toBeUndefined();
  });

  it('keeps pictures that move', async () => {
    const frame = (value: number) => Buffer.alloc(700 * 700 * 3, value);
    const bytes = await sharp(Buffer.concat([frame(20), frame(220)]), {
      raw: { width: 700, height: 1400, channels: 3, pageHeight: 700 },
    })
      .gif({ loop: 0 })
      .toBuffer();
    expect(await router.route(held(bytes), asked('What is this?'))).toEqual({
      kind: 'kept',
      warning: expect.stringContaining('animated'),
    });
  });

  it('does nothing once the call is over', async () => {
    const bytes = await photo(1400, 900).png().toBuffer();
    const task = asked('What is this?', { signal: AbortSignal.abort() });
    expect(await router.route(held(bytes), task)).toEqual({ kind: 'kept' });
  });

  it('gives the same bytes every time, also side by side', async () => {
    const bytes = await photo(1400, 900).png().toBuffer();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => router.route(held(bytes), asked('What is this?'))),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  });

  it('does only what it may', async () => {
    const bytes = await photo(1400, 900).png().toBuffer();
    expect(await imageRouter({ techniques: ['fit'] }).route(held(bytes), asked('What is this?'))).toEqual({
      kind: 'kept',
    });
  });

  it('throws for options that it does not know', () => {
    expect(() => imageRouter({ maxPixel: 3 } as object)).toThrow('no option "maxPixel"');
    expect(() => imageRouter({ minConfidence: 2 })).toThrow('0.5 to 1');
    expect(() => imageRouter({ techniques: ['shrink' as 'fit'] })).toThrow('fit, low, crop, text');
  });
});

describe('pictures that lie on their side', () => {
  it('are cut upright and shown upright', async () => {
    const bytes = await quarters(900, 1400).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer();
    // Stored 900x1400, shown 1400x900: what is stored at the bottom left is shown at the top left.
    const part = await router.cut(held(bytes, { mediaType: 'image/jpeg' }), {
      left: 10,
      top: 10,
      width: 100,
      height: 50,
    });
    if (!part) throw new Error('a part');
    expect(pictureSize(part.data)).toMatchObject({ type: 'png', width: 100, height: 50 });
    const [red = 0, , blue = 0] = await sharp(Buffer.from(part.data, 'base64'))
      .extract({ left: 5, top: 5, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect([red < 30, blue > 220]).toEqual([true, true]);
    const outcome = await router.route(
      held(bytes, { mediaType: 'image/jpeg' }),
      asked("What's in the top left corner?"),
    );
    expect(outcome).toMatchObject({ kind: 'bytes', loss: expect.stringContaining('0,0,840,540') });
    if (outcome.kind !== 'bytes') return;
    const [r = 0, , b = 0] = await sharp(Buffer.from(outcome.data, 'base64'))
      .extract({ left: 20, top: 20, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect([r < 40, b > 200]).toEqual([true, true]);
  });
});

describe('a part of a picture', () => {
  it('comes back at full resolution, clipped to the picture', async () => {
    const bytes = await quarters(1400, 900).png().toBuffer();
    const part = await router.cut(held(bytes), { left: 1300, top: 800, width: 500, height: 500 });
    expect(part && pictureSize(part.data)).toMatchObject({ width: 100, height: 100 });
    expect(await router.cut(held(bytes), { left: 1400, top: 0, width: 10, height: 10 })).toBeUndefined();
    const whole = await router.cut(held(bytes));
    expect(whole?.mediaType).toBe('image/png');
    expect(whole?.data === bytes.toString('base64')).toBe(true);
  });

  it('is not there in what cannot be read', async () => {
    expect(await router.cut(held(Buffer.from('no picture')), { left: 0, top: 0, width: 1, height: 1 })).toBeUndefined();
    const half = (await photo(600, 600).png().toBuffer()).subarray(0, 4000);
    expect(await router.cut(held(half), { left: 0, top: 500, width: 50, height: 50 })).toBeUndefined();
  });
});
