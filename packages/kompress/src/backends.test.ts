import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHeadroom } from '@headroom/core';
import { askedWords, eventually } from '@headroom/core/prose';
import { modelFolder } from '@headroom/kompress-model';
import { afterAll, describe, expect, it } from 'vitest';
import { readLabelled } from '../../../tooling/training/labelled.js';
import { type KompressWarning, kompress, kompressText } from './index.js';
import { linguistic } from './linguistic/linguistic.js';
import { localModel } from './model/local.js';
import { loadRuntime } from './model/runtime.js';
import { openShipped } from './model/shipped.js';
import type { KompressOptions } from './options.js';
import type { Scorer } from './scorer.js';
import { telegram } from './telegram.js';

const home = mkdtempSync(join(tmpdir(), 'kompress-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const passages = readLabelled(/^a-0[1-4]/)
  .filter((_, i) => i % 5 === 0)
  .map(({ text }) => text);
const guide = passages.join('\n\n');
const asked = askedWords({ query: '' });
const write = async (text: string, scorer: Scorer) =>
  (await eventually(telegram(text, scorer, { keep: 0.5, asked })))?.text ?? text;

/** What an engine makes of a text with a back-end, and what that back-end said. */
async function through(options: KompressOptions): Promise<{ text: string; codes: string[] }> {
  const codes: string[] = [];
  const onWarning = ({ code }: KompressWarning) => void codes.push(code);
  const headroom = createHeadroom({ mode: 'aggressive', compressors: [kompress({ onWarning, ...options })] });
  const { text, result } = await headroom.compressText(guide);
  expect(result.warnings).toEqual([]);
  return { text: text.slice(0, text.lastIndexOf('[Left out')), codes };
}

function folderWith(name: string, change: (folder: string) => void): string {
  const folder = join(home, name);
  cpSync(modelFolder, folder, { recursive: true });
  change(folder);
  return folder;
}

describe('decisions are the same everywhere', () => {
  const golden = JSON.parse(readFileSync(new URL('fixtures/golden.json', import.meta.url), 'utf8')) as Readonly<
    Record<'linguistic' | 'onnx', readonly string[]>
  >;

  it('linguistic: to the byte', async () => {
    for (const [i, text] of passages.entries()) expect(await write(text, linguistic())).toBe(golden.linguistic[i]);
  });

  it.each(['native', 'wasm'] as const)('onnx, %s: all words but for one of three hundred', async (name) => {
    const scorer = await openShipped(modelFolder, [name]);
    let [all, other] = [0, 0];
    for (const [i, text] of passages.entries()) {
      const [own, wanted] = [await write(text, scorer), golden.onnx[i]!].map((out) => out.split(/\s+/));
      all += text.split(/\s+/).length;
      const missing = new Map<string, number>();
      for (const word of wanted!) missing.set(word, (missing.get(word) ?? 0) + 1);
      for (const word of own!) missing.set(word, (missing.get(word) ?? 0) - 1);
      other += [...missing.values()].reduce((sum, count) => sum + Math.abs(count), 0);
    }
    expect(other).toBeLessThanOrEqual(all / 300);
  });
});

describe('a back-end that is not to be had is told and the next one is used', () => {
  const plain = kompressText(guide) ?? '';

  it('the shipped model', async () => {
    const { text, codes } = await through({ backend: 'onnx' });
    expect(codes).toEqual([]);
    expect(text.trimEnd()).not.toBe(plain.trimEnd());
  });

  it('a folder without a model', async () => {
    const { codes } = await through({ backend: 'local', model: join(home, 'nowhere') });
    expect(codes).toEqual(['model_missing']);
  });

  it('weights that are not those of model.json', async () => {
    const model = folderWith('corrupt', (folder) => {
      const bytes = readFileSync(join(folder, 'kompress-nano.onnx'));
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(join(folder, 'kompress-nano.onnx'), bytes);
    });
    await expect(openShipped(model)).rejects.toMatchObject({ code: 'model_corrupt' });
    expect((await through({ backend: 'local', model })).codes).toEqual(['model_corrupt']);
  });

  it('bytes that are no model, a manifest that is no JSON, a vocabulary that is another', async () => {
    const broken = folderWith('broken', (folder) => {
      rmSync(join(folder, 'model.json'));
      writeFileSync(join(folder, 'model.onnx'), 'nothing of the kind');
      writeFileSync(join(folder, 'tokenizer.json'), '{}');
    });
    expect((await through({ backend: 'local', model: broken })).codes).toEqual(['backend_failed']);
    const noJson = folderWith('no-json', (folder) => writeFileSync(join(folder, 'model.json'), 'no'));
    expect((await through({ backend: 'local', model: noJson })).codes).toEqual(['model_corrupt']);
    const other = folderWith('other', (folder) => writeFileSync(join(folder, 'kompress.vocab'), 'a\t0\n'));
    expect((await through({ backend: 'local', model: other })).codes).toEqual(['model_corrupt']);
  });

  it('no runtime', async () => {
    await expect(loadRuntime([])).rejects.toMatchObject({ code: 'runtime_missing' });
  });

  it('time: the built-in compressors do what they can', async () => {
    const { text, codes } = await through({ timeBudgetMs: 0.0001 });
    expect(codes).toEqual(['time_budget']);
    expect(text).not.toBe(plain);
  });

  it('a listener that throws stops nothing', async () => {
    const onWarning = () => {
      throw new Error('never mind');
    };
    const compressors = [kompress({ backend: 'local', model: join(home, 'nowhere'), onWarning })];
    const { tokensAfter, tokensBefore } = await createHeadroom({ mode: 'aggressive', compressors }).compressText(guide);
    expect(tokensAfter).toBeLessThan(tokensBefore);
  });

  it('a synchronous call cannot wait for a model: the built-in compressors work, and the engine says so', () => {
    const compressors = [kompress({ backend: 'onnx' })];
    const { result } = createHeadroom({ mode: 'aggressive', compressors }).compressTextSync(guide);
    expect(result.warnings.map(({ code }) => code)).toEqual(['async_skipped']);
  });
});

it('reads a model of the caller with a tokenizer.json', async () => {
  const model = join(home, 'own');
  mkdirSync(model);
  cpSync(join(modelFolder, 'kompress-nano.onnx'), join(model, 'model.onnx'));
  const vocab = Object.fromEntries(
    ['[UNK]', '[CLS]', '[SEP]', ...new Set(guide.match(/\w+/g))].map((word, id) => [word, id]),
  );
  const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const tokenizer = {
    version: '1.0',
    added_tokens: ['[UNK]', '[CLS]', '[SEP]'].map((content, id) => ({
      ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: null,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((id, i) => [id, { id, ids: [i + 1], tokens: [id] }])),
    },
    decoder: null,
    model: {
      type: 'WordPiece',
      vocab,
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
  };
  writeFileSync(join(model, 'tokenizer.json'), JSON.stringify(tokenizer));
  const scorer = await localModel(model, ['native']);
  const words = passages[0]!.split(/\s+/);
  const begins = new Uint8Array(words.length);
  const scores = await eventually(scorer.score({ words, begins, needed: begins }));
  expect(scores.length).toBe(words.length);
  expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
  expect(new Set(scores).size).toBeGreaterThan(10);
  expect((await through({ backend: 'local', model })).codes).toEqual([]);
});
