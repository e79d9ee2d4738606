import { createHeadroom, type Headroom, loadCounter, memory } from '@headroom/core';
import claude from '@headroom/core/vocabularies/claude.bin?url';
import o200k from '@headroom/core/vocabularies/o200k_base.bin?url';
import { tellRequest } from '../../../../packages/dashboard/src/tell-request.js';
import { moneyOf, requestsOf } from './money.js';
import { readInput } from './read-input.js';
import type { Answer, Asked, FromWorker, PartAsked, ToWorker } from './words.js';

const tell = (message: FromWorker): void => self.postMessage(message);

/** As much as one call may take here before what is left stays whole. */
const TIME_MS = 60_000;

/** What came of one request. */
interface Made extends Pick<Answer, 'counter' | 'money' | 'hashes'> {
  readonly told: Answer['explained']['requests'][number];
}

/** The one that answers for originals: that of the last request. */
let engine: Headroom | undefined;

async function compress({ text, question, model, mode, retrieval, later }: Asked): Promise<Answer> {
  const began = performance.now();
  const { kind, requests, isText } = await readInput(text, question);
  const store = memory({ maxEntries: 100_000 });
  const common = { store, mode, retrieval, timeBudgetMs: TIME_MS, ...(question ? { query: question } : {}) };
  const made: Made[] = [];
  for (const one of requests) {
    const named = one.model ?? model;
    engine = createHeadroom({ ...common, model: named });
    const result = await engine.compress(one.request);
    const { body, blocks, warnings, tokensBefore, tokensAfter, counter } = result;
    const messages = result.messages.length > 0 ? result.messages : [];
    const money = moneyOf(named, blocks, requestsOf(blocks, messages, isText ? later : 0));
    const told = tellRequest({
      original: one.request,
      sent: body,
      model: named,
      tokensBefore,
      tokensAfter,
      blocks,
      warnings,
    });
    const hashes = blocks.flatMap(({ hash, tool = 'text' }) => (hash ? [{ hash, tool }] : []));
    made.push({ told, money, hashes, counter });
  }
  const sum = (of: (one: Made) => number) => made.reduce((all, one) => all + of(one), 0);
  const isPriced = made.every(({ money }) => money !== undefined);
  return {
    kind,
    isText,
    explained: { requests: made.map(({ told }) => told) },
    before: sum(({ told }) => told.before),
    after: sum(({ told }) => told.after),
    counter: [...new Set(made.map(({ counter }) => counter))].join(', '),
    money: isPriced
      ? { before: sum(({ money }) => money?.before ?? 0), after: sum(({ money }) => money?.after ?? 0) }
      : undefined,
    milliseconds: performance.now() - began,
    hashes: made.flatMap(({ hashes }) => hashes),
  };
}

async function retrieve({ hash, ...part }: PartAsked): Promise<{ text: string; about: string }> {
  const wanted = Object.fromEntries(Object.entries(part).filter(([, value]) => value));
  const answer = await engine?.retrieve(hash, wanted);
  if (!answer) return { text: '', about: 'Nothing was shortened yet.' };
  return answer.status === 'found' ? { text: answer.text, about: answer.part } : { text: '', about: answer.message };
}

/** Vocabularies come from beside this file, once; without them tokens are estimated. */
async function loadVocabularies(): Promise<void> {
  const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  await loadCounter('gpt-4o', await bytesOf(o200k));
  await loadCounter('claude-sonnet-4-5', await bytesOf(claude));
}

const ready = loadVocabularies().then(
  () => tell({ ready: true }),
  () => tell({ unready: 'The vocabularies could not be loaded: tokens are estimated.' }),
);

self.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  await ready;
  const { id } = data;
  try {
    if ('compress' in data) tell({ id, answer: await compress(data.compress) });
    else tell({ id, part: await retrieve(data.retrieve) });
  } catch (error) {
    tell({ id, problem: error instanceof Error ? error.message : String(error) });
  }
});
