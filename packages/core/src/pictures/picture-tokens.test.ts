import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PictureWire } from '../model/picture.js';
import { keptExtent, pictureTokens } from './picture-tokens.js';

type Example = readonly [model: string, detail: string | undefined, width: number, height: number, tokens: number];

const opus46 = 'claude-opus-4-6';
const opus47 = 'claude-opus-4-7';

/** Every example on the providers' pages, and what their sentences say of one size. */
const DOCUMENTED: Record<PictureWire, readonly Example[]> = {
  anthropic: [
    [opus46, undefined, 200, 200, 64],
    [opus46, undefined, 1000, 1000, 1296],
    [opus46, undefined, 1092, 1092, 1521],
    [opus46, undefined, 1920, 1080, 1560],
    [opus46, undefined, 2000, 1500, 1564],
    [opus46, undefined, 3840, 2160, 1560],
    [opus47, undefined, 200, 200, 64],
    [opus47, undefined, 1000, 1000, 1296],
    [opus47, undefined, 1092, 1092, 1521],
    [opus47, undefined, 1920, 1080, 2691],
    [opus47, undefined, 2000, 1500, 3888],
    [opus47, undefined, 3840, 2160, 4784],
  ],
  'openai-chat': [
    ['gpt-4o', 'high', 512, 512, 255],
    ['gpt-4o', 'high', 770, 770, 765],
    ['gpt-4o', 'high', 1024, 1024, 765],
    ['gpt-4o', 'high', 1920, 1080, 1105],
    ['gpt-4o', 'high', 2048, 4096, 1105],
    ['gpt-4o', 'high', 3000, 200, 765],
    ['gpt-4o', 'low', 4096, 4096, 85],
    ['gpt-4.1', undefined, 1024, 1024, 765],
    ['gpt-4.5-preview', 'auto', 1024, 1024, 765],
    ['gpt-5', 'high', 1024, 1024, 70 + 4 * 140],
    ['gpt-5', 'low', 1024, 1024, 70],
    ['gpt-4o-mini', 'high', 1024, 1024, 2833 + 4 * 5667],
    ['o1', 'high', 1024, 1024, 75 + 4 * 150],
    ['o3', 'low', 1024, 1024, 75],
    ['computer-use-preview', 'high', 1024, 1024, 65 + 4 * 129],
  ],
  'openai-responses': [
    ['gpt-5.2', 'high', 1024, 1024, 1024],
    ['gpt-5.3-codex', 'high', 1800, 2400, 1452],
    ['gpt-5.4', 'high', 1024, 1024, 1024],
    ['gpt-4.1-mini', 'high', 1800, 2400, Math.ceil(1452 * 1.62)],
    ['gpt-4.1-nano', 'high', 1024, 1024, Math.ceil(1024 * 2.46)],
    ['gpt-5-mini', 'high', 1024, 1024, Math.ceil(1024 * 1.62)],
    ['gpt-5-nano', 'high', 1024, 1024, Math.ceil(1024 * 2.46)],
    ['o4-mini', 'high', 1024, 1024, Math.ceil(1024 * 1.72)],
    // measured by users
    ['gpt-6', 'auto', 1024, 1024, 1229],
    ['gpt-6', 'high', 4032, 3024, 2942],
    ['gpt-6', 'auto', 4032, 3024, 14_364],
  ],
  gemini: [
    ['gemini-3-pro-preview', undefined, 4000, 3000, 1120],
    ['gemini-3-flash-preview', 'low', 4000, 3000, 280],
    ['gemini-3.1-pro', 'MEDIA_RESOLUTION_MEDIUM', 64, 64, 560],
    ['gemini-4-argon', 'MEDIA_RESOLUTION_HIGH', 64, 64, 1120],
    ['gemini-3-pro-preview', 'ultra_high', 64, 64, 2240],
    ['gemini-2.5-flash', undefined, 384, 384, 258],
    ['gemini-2.5-flash', undefined, 960, 540, 6 * 258],
    ['gemini-2.0-flash', undefined, 768, 768, 4 * 258],
    ['gemini-2.5-pro', 'low', 960, 540, 64],
  ],
};

const WIRES = Object.keys(DOCUMENTED) as PictureWire[];

describe('tokens of pictures', () => {
  for (const wire of WIRES)
    it.each([...DOCUMENTED[wire]])('%s at %s: %i x %i is %i', (model, detail, width, height, tokens) => {
      expect(pictureTokens({ width, height }, { model, wire, ...(detail && { detail }) }).tokens).toBe(tokens);
    });

  it('knows patches that whole ones were fitted to', () => {
    const reader = { wire: 'openai-responses', model: 'gpt-5.3-codex', detail: 'high' } as const;
    expect(keptExtent({ width: 1800, height: 2400 }, reader)).toEqual({ width: 1056, height: 1408 });
  });

  it('says by which family it counted, and when the model is not in the table', () => {
    const size = { width: 1000, height: 1000 };
    const basis = (model: string | undefined, wire: PictureWire) =>
      pictureTokens(size, { wire, ...(model && { model }) });
    expect(basis('claude-opus-4-20250514', 'anthropic')).toMatchObject({ family: 'claude, standard resolution' });
    expect(basis('anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic')).toMatchObject({
      family: 'claude, standard resolution',
      basis: 'documented',
    });
    expect(basis('anthropic/claude-opus-4.7', 'openai-chat')).toMatchObject({ family: 'claude, high resolution' });
    expect(basis('claude-sonnet-5', 'anthropic')).toMatchObject({ family: 'claude, high resolution' });
    expect(basis(undefined, 'anthropic')).toMatchObject({ basis: 'nearest' });
    expect(basis('some-model', 'gemini')).toMatchObject({ family: 'gemini-3', basis: 'nearest' });
    expect(basis('openai/gpt-5.5', 'openai-chat')).toMatchObject({ family: 'gpt-5.4', basis: 'nearest' });
    expect(basis('gpt-6', 'openai-chat')).toMatchObject({ family: 'gpt-6', basis: 'measured' });
  });

  it('costs the same at the size that the provider keeps, which is never larger, whatever the size', () => {
    const models = [opus46, opus47, 'gpt-4o', 'gpt-5', 'gpt-5.2', 'gpt-5.4', 'gpt-6', 'o4-mini', 'unknown'];
    const side = fc.integer({ min: 1, max: 12_000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(...models),
        fc.constantFrom('high', 'auto'),
        (width, height, model, detail) => {
          const reader = { model, wire: 'openai-chat', detail } as const;
          const size = { width, height };
          const kept = keptExtent(size, reader);
          if (!kept) throw new Error('every one of these says what it keeps');
          expect(kept.width).toBeLessThanOrEqual(width);
          expect(kept.height).toBeLessThanOrEqual(height);
          expect(pictureTokens(kept, reader).tokens).toBe(pictureTokens(size, reader).tokens);
          expect(keptExtent(kept, reader)).toEqual(kept);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never shrinks where the provider does not say what it keeps', () => {
    expect(keptExtent({ width: 9000, height: 9000 }, { wire: 'gemini', model: 'gemini-3-pro' })).toBeUndefined();
  });
});
