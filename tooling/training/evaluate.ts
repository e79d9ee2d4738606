import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { counterFor, loadCounter } from '../../packages/core/src/index.js';
import { askedWords, eventually, neededWords, wordsOf } from '../../packages/core/src/prose/index.js';
import { kompressText } from '../../packages/kompress/src/index.js';
import { scoresOf } from '../../packages/kompress/src/linguistic/linguistic.js';
import type { Runtime } from '../../packages/kompress/src/model/runtime.js';
import { openShipped } from '../../packages/kompress/src/model/shipped.js';
import { type Labelled, readLabelled, readQuestions } from './labelled.js';
import { areaOf, contentOf, cutBy, listOf, matchedF1, RIVALS, type Rival, shareFor } from './measures.js';

/**
 * The figures of the README, as one table: `npx tsx tooling/training/evaluate.ts [qmsum-test.jsonl.gz]`. Held-out passages and
 * questions are ours; QMSum (Yale-LILY, MIT) is read from a path and not a part of this repository.
 */
const model = 'gpt-4o';
await loadCounter(model);
const tokens = counterFor(model);
const NOTHING = askedWords({ query: '' });
const held = readLabelled(/^h-/);
const rows: Record<string, Record<string, string>> = {};
const note = (method: string, column: string, value: number, digits = 3): void => {
  rows[method] = { ...rows[method], [column]: value.toFixed(digits) };
};

labels();
classes();
questions();
const path = process.argv[2];
if (path) meetings(path);
speed();
for (const name of ['native', 'wasm'] as const) await student(name);
console.table(rows);
process.exit(0);

function labels(): void {
  const kept = held.map((passage) => passage.kept);
  const flat = kept.flatMap((one) => [...one]);
  const share = flat.reduce((sum, one) => sum + one, 0) / flat.length;
  const all: Record<string, readonly (readonly number[])[]> = {
    ...Object.fromEntries(Object.entries(RIVALS).map(([name, rival]) => [name, held.map(({ words }) => rival(words))])),
    'kompress, scores': held.map((passage) => [...scoresOf({ ...passage, needed: neededIn(passage) }, true)]),
    kompress: held.map((passage) => [...scoresOf({ ...passage, needed: neededIn(passage) })]),
  };
  for (const [name, scores] of Object.entries(all)) {
    note(name, 'held-out AUC', areaOf(flat, scores.flat()));
    note(name, `F1 @${share.toFixed(2)}`, matchedF1(kept, scores, share));
  }
}

function neededIn({ text }: Labelled): Uint8Array {
  return Uint8Array.from(text.split('\n').flatMap((line) => [...neededWords(line, wordsOf(line), NOTHING)]));
}

/** The small model alone, by either runtime. */
async function student(runtime: Runtime['name']): Promise<void> {
  const folder = fileURLToPath(new URL('../../packages/kompress-model/model', import.meta.url));
  const scorer = await openShipped(folder, [runtime]);
  const began = process.cpuUsage();
  const scores: Float64Array[] = [];
  for (const { words, begins } of held)
    scores.push(await eventually(scorer.score({ words, begins, needed: new Uint8Array(words.length) })));
  const { user, system } = process.cpuUsage(began);
  const kept = held.map((passage) => passage.kept);
  const flat = kept.flatMap((one) => [...one]);
  note(
    `kompress-nano, ${runtime}`,
    'held-out AUC',
    areaOf(
      flat,
      scores.flatMap((one) => [...one]),
    ),
  );
  note(
    `kompress-nano, ${runtime}`,
    `F1 @${(sum(flat) / flat.length).toFixed(2)}`,
    matchedF1(kept, scores, sum(flat) / flat.length),
  );
  note(`kompress-nano, ${runtime}`, 'MB/s', sum(held.map(({ text }) => text.length)) / (user + system), 2);
}

/** Of the held-out passages: what of each kind of word that must stay is left at half of the words. */
function classes(): void {
  const kinds: Record<string, (word: string, before: string | undefined) => boolean> = {
    negations: (word) =>
      /^(?:not|no|never|none|nor|neither|without|except|unless|only|cannot|\w+n't)$/i.test(bare(word)),
    numbers: (word) => /\d/.test(word),
    names: (word, before) => before !== undefined && /\p{Ll},?$/u.test(before) && /^\p{Lu}\p{Ll}+$/u.test(bare(word)),
    identifiers: (word) => /[`_/\\$@#=]|\w\.\w|[a-z][A-Z]|^--?\w/.test(word),
  };
  const cuts: Record<string, (text: string) => string> = {
    ...Object.fromEntries(Object.entries(RIVALS).map(([name, rival]) => [name, (text) => cutBy(rival, text, 0.5)])),
    kompress: (text) => kompressText(text, { keep: 0.5 }) ?? text,
  };
  for (const [method, cut] of Object.entries(cuts)) {
    const outputs = held.map(({ text }) => cut(text));
    for (const [kind, is] of Object.entries(kinds)) {
      let [all, left] = [0, 0];
      for (const [p, { text }] of held.entries()) {
        const words = text
          .split('\n')
          .flatMap((line) => listOf(line).map((word, i, own) => ({ word, before: own[i - 1] })));
        const wanted = words.filter(({ word, before }) => is(word, before) && !/^I(?:'\w+)?$/.test(bare(word)));
        all += wanted.length;
        left += inOrder(
          wanted.map(({ word }) => bare(word)),
          listOf(outputs[p]!).map(bare),
        );
      }
      note(method, kind, left / all);
    }
    note(
      method,
      'tokens left',
      sum(outputs.map((text) => tokens.count(text))) / sum(held.map(({ text }) => tokens.count(text))),
    );
  }
}

function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** How many of some words stand among others in the same order. */
function inOrder(wanted: readonly string[], words: readonly string[]): number {
  let [at, found] = [0, 0];
  for (const word of wanted) {
    const next = words.indexOf(word, at);
    if (next < 0) continue;
    found++;
    at = next + 1;
  }
  return found;
}

/** Of our own questions: how often all words of the answer that say something are left, at half of the words. */
function questions(): void {
  const asked = readQuestions();
  const textOf = new Map(held.map(({ name, text }) => [name, text]));
  const survives = (out: string, answer: string) => {
    const words = new Set(contentOf(out));
    return contentOf(answer).every((word) => words.has(word));
  };
  const share = (cut: (text: string, question: string) => string) =>
    asked.filter(({ passage, question, answer }) => survives(cut(textOf.get(passage)!, question), answer)).length /
    asked.length;
  for (const [name, rival] of Object.entries(RIVALS))
    note(
      name,
      'answers',
      share((text) => cutBy(rival, text, 0.5)),
    );
  note(
    'kompress',
    'answers',
    share((text, query) => kompressText(text, { query }) ?? text),
  );
  note(
    'kompress, no question',
    'answers',
    share((text) => kompressText(text, { keep: 0.5 }) ?? text),
  );
}

interface Meeting {
  readonly specific_query_list: readonly {
    readonly query: string;
    readonly answer: string;
    readonly relevant_text_span: readonly (readonly [string, string])[];
  }[];
  readonly meeting_transcripts: readonly { readonly speaker: string; readonly content: string }[];
}

/** QMSum: of the words of an answer that stand in the turns it is about, how many are left at half of the words, and of the tokens. */
function meetings(file: string): void {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const asked = lines.flatMap((line) => {
    const { specific_query_list: queries, meeting_transcripts: turns } = JSON.parse(line) as Meeting;
    return queries.map(({ query, answer, relevant_text_span: spans }) => {
      const own = spans.flatMap(([from, to]) => turns.slice(Number(from), Number(to) + 1));
      return { query, answer, text: own.map(({ speaker, content }) => `${speaker}: ${clean(content)}`).join('\n\n') };
    });
  });
  const kept = (cut: (text: string, query: string) => string) => {
    let [all, left] = [0, 0];
    for (const { query, answer, text } of asked) {
      const here = new Set(contentOf(text));
      const out = new Set(contentOf(cut(text, query)));
      const evidence = [...new Set(contentOf(answer))].filter((word) => here.has(word));
      all += evidence.length;
      left += evidence.filter((word) => out.has(word)).length;
    }
    return left / all;
  };
  const size = (text: string) => tokens.count(text);
  const both = (name: string, cut: (text: string, query: string, share: number) => string) => {
    note(
      name,
      'QMSum @half the words',
      kept((text, query) => cut(text, query, 0.5)),
    );
    const halved = (text: string, query: string) =>
      cut(
        text,
        query,
        shareFor((share) => cut(text, query, share), size(text) / 2, size),
      );
    note(name, 'QMSum @half the tokens', kept(halved));
  };
  for (const [name, rival] of Object.entries(RIVALS) as [string, Rival][])
    both(name, (text, _, share) => cutBy(rival, text, share));
  const keepOf = (share: number) => Math.min(0.95, Math.max(0.3, share));
  both('kompress', (text, query, share) => kompressText(text, { query, keep: keepOf(share) }) ?? text);
  both('kompress, no question', (text, _, share) => kompressText(text, { keep: keepOf(share) }) ?? text);
}

/** Without marks of transcribers (`{disfmarker}`), as the data set's own readers leave them out. */
function clean(content: string): string {
  return content.replace(/\{ ?\w+ ?\}/g, ' ').replace(/ +/g, ' ');
}

/** Megabytes a second of processor time, all of it included. */
function speed(): void {
  const text = readLabelled(/^[abh]-/)
    .map((passage) => passage.text)
    .join('\n\n');
  let best = 0;
  for (let round = 0; round < 10; round++) {
    const began = process.cpuUsage();
    kompressText(text, { timeBudgetMs: 600_000 });
    const { user, system } = process.cpuUsage(began);
    best = Math.max(best, text.length / (user + system));
  }
  note('kompress', 'MB/s', best, 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
