import { createHeadroom, type Mode } from '@headroom/core';
import { createContent } from '@headroom/core/prose';
import { makeTask, testCompressor } from '@headroom/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLabelled } from '../../../tooling/training/labelled.js';
import { kompress, kompressText } from './index.js';

const textOf = (files: RegExp) =>
  readLabelled(files)
    .map(({ text }) => text)
    .join('\n\n');
const guide = textOf(/^a-01/);
const reports = textOf(/^b-06/);
/** A text of ten lines or so, of which passages are not yet left out. */
const short = textOf(/^a-03/).slice(0, 6000);

testCompressor({ describe, it, expect }, kompress(), {
  mode: 'aggressive',
  fixtures: [
    { name: 'a guide', text: guide, query: 'Where does tilectl move a corrupt tile?', keep: ['quarantine'] },
    { name: 'bug reports', text: reports },
  ],
});

const compress = (text: string, mode: Mode, query = '') =>
  createHeadroom({ compressors: [kompress()], mode }).compressText(text, { query });

describe('kompress', () => {
  it('drops words in mode aggressive and says so; the original comes back', async () => {
    const headroom = createHeadroom({ compressors: [kompress()], mode: 'aggressive' });
    const { text, tokensBefore, tokensAfter, hash } = await headroom.compressText(guide);
    expect(tokensAfter).toBeLessThan(tokensBefore * 0.75);
    expect(text).toMatch(/Left out: [\d,]+ of [\d,]+ words within sentences/);
    expect(await headroom.retrieve(hash ?? '')).toMatchObject({ text: guide });
  });

  it.each(['lossless', 'balanced'] as const)('does nothing in mode %s, as if it were not there', async (mode) => {
    for (const retrieval of ['summary', 'tool'] as const) {
      const plain = await createHeadroom({ mode, retrieval }).compressText(guide, {
        query: 'Which level is the limit?',
      });
      const own = await createHeadroom({ mode, retrieval, compressors: [kompress()] }).compressText(guide, {
        query: 'Which level is the limit?',
      });
      expect(own.text).toBe(plain.text);
    }
    expect(kompress().compress(createContent(guide), makeTask({ mode }))).toBeUndefined();
  });

  it('gives the same with and without promises, twice, and leaves its own output alone', async () => {
    const headroom = createHeadroom({ compressors: [kompress()], mode: 'aggressive' });
    const once = await headroom.compressText(guide);
    expect(headroom.compressTextSync(guide).text).toBe(once.text);
    expect((await compress(guide, 'aggressive')).text).toBe(once.text);
    expect((await headroom.compressText(once.text)).text).toBe(once.text);
  });

  it('leaves code, logs, records, sheets, commands and JSON to others', async () => {
    const rows = (make: (i: number) => string) => Array.from({ length: 80 }, (_, i) => make(i)).join('\n');
    const texts = {
      code: rows((i) => `export function read${i}(path: string): string {\n  return files.get(path) ?? '';\n}`),
      log: rows((i) => `2024-05-02T10:00:${10 + (i % 50)}Z INFO worker ${i} has finished the job that was given to it`),
      sheet: rows((i) => `name: service-${i}\nreplicas: ${i}\nimage: registry/service:${i}`),
      records: JSON.stringify(Array.from({ length: 60 }, (_, i) => ({ id: i, text: 'a short sentence of prose.' }))),
      commands: rows((i) => `npm run build --workspace packages/part-${i} && npm test -- --run part-${i}`),
    };
    for (const [kind, text] of Object.entries(texts)) {
      const { result } = await compress(text, 'aggressive');
      expect(
        result.blocks.map(({ compressor }) => compressor),
        kind,
      ).not.toContain('kompress');
      const made = kompress().compress(createContent(text), makeTask({ mode: 'aggressive' }));
      expect(made, kind).toBeUndefined();
    }
  });

  it('never shortens an error', async () => {
    const messages = [
      { role: 'user', content: 'Read the guide.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'read', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: guide, is_error: true }] },
    ];
    const result = await createHeadroom({ compressors: [kompress()], mode: 'aggressive' }).compress(messages);
    expect(result.messages).toBe(messages);
    expect(kompress().compress(createContent(guide), makeTask({ mode: 'aggressive', failed: true }))).toBeUndefined();
  });

  it('cuts passages first where there is a question and a text is long, then words in what stays', async () => {
    const headroom = createHeadroom({ compressors: [kompress()], mode: 'aggressive', retrieval: 'tool' });
    const query = 'Where does tilectl move a corrupt tile?';
    const { text, tokensAfter } = await headroom.compressText(guide, { query });
    const passages = await createHeadroom({ mode: 'aggressive', retrieval: 'tool' }).compressText(guide, { query });
    expect(tokensAfter).toBeLessThan(passages.tokensAfter);
    expect(text).toMatch(/passages.*; [\d,]+ of [\d,]+ words/);
    expect(text).toMatch(/moved (?:to )?`quarantine\/`/);
  });

  it('keeps words that the question or the call asks for', () => {
    const asked = kompressText(short, { query: 'Does it work quickly on large swarms?' }) ?? '';
    expect(asked).toContain('Work quickly');
    const made = kompress().compress(
      createContent(short),
      makeTask({ mode: 'aggressive', input: { topic: 'quickly' } }),
    );
    expect(made).toMatchObject({ licence: 'words', text: expect.stringContaining('quickly') });
  });

  it('leaves the sentence whole that holds most words of the question', () => {
    const asked =
      kompressText(guide, { query: 'Where is a file moved after a mismatch, as a corrupt tile is reported?' }) ?? '';
    expect(asked).toContain('- A mismatch is reported as "corrupt tile" and the file is moved to `quarantine/`.');
    expect(kompressText(guide)).not.toContain('- A mismatch is reported');
  });

  it('keeps more or less as it is told', () => {
    const [little, much] = [kompressText(guide, { keep: 0.4 })!, kompressText(guide, { keep: 0.8 })!];
    expect(little.length).toBeLessThan(much.length * 0.8);
  });

  it('changes nothing of what was sent when turns are added, whatever is asked later', async () => {
    const turn = (text: string, i: number, question: string) => [
      { role: 'user', content: question },
      { role: 'assistant', content: null, tool_calls: [call(i)] },
      { role: 'tool', tool_call_id: `c${i}`, content: text },
    ];
    const call = (i: number) => ({ id: `c${i}`, type: 'function', function: { name: 'read', arguments: '{}' } });
    const first = turn(short, 1, 'How many mites are too many?');
    const all = [...first, ...turn(reports, 2, 'And which version is affected?'), { role: 'user', content: 'Why?' }];
    const headroom = createHeadroom({ compressors: [kompress()], mode: 'aggressive' });
    const whole = await headroom.compress(all);
    const part = await createHeadroom({ compressors: [kompress()], mode: 'aggressive' }).compress(first);
    expect(whole.messages.slice(0, 3)).toEqual(part.messages);
    expect(whole.blocks.filter(({ compressor }) => compressor === 'kompress').length).toBe(2);
    expect((await headroom.compress(whole.messages)).messages).toEqual(whole.messages);
  });

  it('gives others their turn in a long text', () => {
    const long = Array.from({ length: 40 }, () => guide).join('\n\n');
    const steps = kompress().inTurns!(createContent(long), makeTask({ mode: 'aggressive' }));
    let count = 0;
    while (!steps.next().done) count++;
    expect(count).toBeGreaterThan(500);
  });

  it('refuses options that it does not know', () => {
    expect(() => kompress({ ratio: 0.5 } as never)).toThrow(/Unknown option `ratio`/);
    expect(() => kompress({ keep: 2 })).toThrow(/`keep` must be/);
    expect(() => kompress({ backend: 'local' })).toThrow(/`model` must be/);
    expect(() => kompress({ backend: 'remote' as never })).toThrow(/`backend` must be/);
  });
});

describe('what must stay stays, whatever the text', () => {
  const plain = fc.constantFrom(
    'the',
    'service',
    'is',
    'usually',
    'restarted',
    'by',
    'a',
    'very',
    'simple',
    'script',
    'of',
    'this',
    'kind',
    'that',
    'checks',
  );
  const must = fc.constantFrom(
    'not',
    'never',
    'without',
    '30',
    'seconds',
    '`retries: 0`',
    '/etc/hosts',
    '--force',
    'maxAge',
    'must',
    'README.md',
    "isn't",
    'except',
  );
  const sentence = fc
    .array(fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: must }), { minLength: 8, maxLength: 24 })
    .map((words) => `${words.join(' ')} indeed.`);
  const paragraph = fc.array(sentence, { minLength: 2, maxLength: 5 }).map((all) => all.join(' '));

  it('in order, line by line', () => {
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 3, maxLength: 6 }), (paragraphs) => {
        const text = paragraphs.join('\n\n');
        const out = kompressText(text, { keep: 0.3 }) ?? text;
        const lines = out.split('\n');
        expect(lines.length).toBe(text.split('\n').length);
        for (const [row, line] of text.split('\n').entries()) {
          const wanted =
            line.match(
              /\b(?:not|never|without|30|must|except)\b|`[^`]*`|\/etc\/hosts|--force|maxAge|README\.md|isn't/g,
            ) ?? [];
          let at = 0;
          for (const word of wanted) {
            at = lines[row]!.indexOf(word, at);
            expect(at, `${word} in ${lines[row]}`).toBeGreaterThanOrEqual(0);
            at += word.length;
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
