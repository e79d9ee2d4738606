import type { Compressor, Mode, Shorter, Task } from '../model/compressor.js';
import { createContent } from '../reading/content.js';
import { makeTask } from './make-task.js';
import type { Runner } from './runner.js';

/** A real tool output of the compressor's kind, and what a reader asks of it. */
export interface CompressorFixture {
  readonly name: string;
  readonly text: string;
  readonly query?: string;
  /** Strings the answer needs; they must survive in the text itself. */
  readonly keep?: readonly string[];
}

export interface TestCompressorOptions {
  readonly fixtures: readonly CompressorFixture[];
  /** All other compressors: none of them may claim a fixture more strongly. */
  readonly others?: readonly Compressor[];
  /** Decodes a packed text back; without it packed texts are not checked for being reversible. */
  readonly decode?: (packed: string) => string;
  /** The mode in which it shortens its fixtures; `balanced` by default. */
  readonly mode?: Mode;
  /** How two originals are compared after decoding; identity by default. */
  readonly normalize?: (text: string) => string;
}

const ODD_TEXTS = [
  '',
  ' ',
  '\n\n\n',
  '\u0000\u0001',
  '\ud800 lone \udfff',
  '{"a":'.repeat(2000),
  '['.repeat(20_000),
  '('.repeat(20_000),
  'a'.repeat(50_000),
  ' '.repeat(50_000),
  '/\\'.repeat(20_000),
  '-:'.repeat(20_000),
  '<'.repeat(20_000),
  'null',
  '\ufeff[1]',
  '\r\r\r\n',
];

/**
 * The contract every compressor keeps: pure, never larger, never empty, cheap and safe on any text, lossless when asked,
 * stable on its own output, and the winner on its own fixtures.
 */
export function testCompressor(runner: Runner, compressor: Compressor, options: TestCompressorOptions): void {
  const { describe, it, expect } = runner;
  const run = async (text: string, changes: Partial<Task>): Promise<Shorter | undefined> =>
    compressor.compress(createContent(text), makeTask(changes));

  describe(`compressor ${compressor.name}`, () => {
    for (const fixture of options.fixtures) {
      const asked = { query: fixture.query ?? '' };

      it(`wins its fixture ${fixture.name}`, () => {
        const content = createContent(fixture.text);
        const own = compressor.match(content);
        expect(own).toBeGreaterThan(0);
        for (const other of options.others ?? []) {
          if (other.name !== compressor.name)
            expect(other.match(content), `${other.name} on ${fixture.name}`).toBeLessThanOrEqual(own);
        }
      });

      it(`shortens ${fixture.name}, twice the same, and keeps what is asked`, async () => {
        const tokens = makeTask().tokens;
        for (const mode of ['lossless', 'balanced', 'aggressive'] as const) {
          const shorter = await run(fixture.text, { ...asked, mode });
          expect(await run(fixture.text, { ...asked, mode })).toEqual(shorter);
          if (!shorter) continue;
          expect(shorter.text.trim().length).toBeGreaterThan(0);
          expect(tokens.count(shorter.text), `${fixture.name} ${mode}`).toBeLessThan(tokens.count(fixture.text));
          if (mode === 'lossless') expect(shorter.kind).toBe('packed');
          for (const kept of fixture.keep ?? []) expect(shorter.text, `${fixture.name} ${mode}`).toContain(kept);
          if (shorter.kind === 'packed' && options.decode) {
            const normalize = options.normalize ?? ((text: string) => text);
            expect(normalize(options.decode(shorter.text))).toBe(normalize(fixture.text));
          }
        }
        const shorter = await run(fixture.text, { ...asked, ...(options.mode && { mode: options.mode }) });
        expect(shorter === undefined, `${fixture.name} is shortened`).toBe(false);
      });

      it(`leaves its packed output of ${fixture.name} as it is`, async () => {
        const shorter = await run(fixture.text, { ...asked, mode: 'lossless' });
        if (!shorter) return;
        const again = await run(shorter.text, { ...asked, mode: 'lossless' });
        if (again) expect(makeTask().tokens.count(again.text)).toBe(makeTask().tokens.count(shorter.text));
      });
    }

    it('answers any text without throwing, in linear time', async () => {
      for (const text of ODD_TEXTS) {
        const start = performance.now();
        const score = compressor.match(createContent(text));
        expect(score >= 0 && score <= 1, `score for ${JSON.stringify(text.slice(0, 20))}`).toBe(true);
        const shorter = await run(text, { query: 'what failed?' });
        if (shorter) expect(shorter.text.length).toBeGreaterThan(0);
        expect(performance.now() - start, JSON.stringify(text.slice(0, 20))).toBeLessThan(2000);
      }
    });
  });
}
