import type { Compressor, Shorter, Task } from '@headroom/core';
import { askedWords, atOnce, createContent, type InTurns, isNaturalLanguage, text } from '@headroom/core/prose';
import { type Backends, openBackends } from './backends.js';
import { type KompressOptions, readOptions } from './options.js';
import { type Telegram, telegram } from './telegram.js';
import { threadPlace } from './thread-place.js';

type Content = Parameters<Compressor['match']>[0];

const SMALL = 600;
/** Less than so much saved is not worth a gap in every sentence. */
const WORTH = 0.9;
/** What passages leave is read more closely, so fewer words go from it. */
const KEEP_IN_PASSAGES = 1.2;
const prose = text();

/**
 * Shortens long prose like a telegram: single words go, what matters stays in order. In mode `aggressive` only; elsewhere, and for
 * everything that is not natural language, the built-in compressors do their work as if this one were not there.
 *
 * @throws HeadroomError `unknown_option` or `invalid_option`.
 */
export function kompress(options: KompressOptions = {}): Compressor {
  const settings = readOptions(options);
  const backends = openBackends(settings);
  const inTurns = (content: Content, task: Task) => shorten(content, task, settings.keep, backends);
  return {
    name: 'kompress',
    modes: ['aggressive'],
    ceiling: prose.ceiling ?? 1,
    ...threadPlace(options),
    match: (content) => prose.match(content),
    compress: (content, task) => atOnce(inTurns(content, task)),
    inTurns,
  };
}

function* shorten(content: Content, task: Task, keep: number, backends: Backends): InTurns<Shorter | undefined> {
  if (task.mode !== 'aggressive' || task.failed || content.text.length < SMALL) return undefined;
  if (!(yield* isNaturalLanguage(content.lines))) return undefined;
  const asked = askedWords(task);
  const passages = task.query.trim() === '' ? undefined : yield* finished(prose.inTurns?.(content, task));
  const cut = passages?.kind === 'trimmed' ? passages : undefined;
  const share = keep * task.bias * (cut ? KEEP_IN_PASSAGES : 1);
  const from = cut?.text ?? content.text;
  const made = yield* backends.run(from, (scorer, check) =>
    telegram(from, scorer, { keep: Math.min(0.95, Math.max(0.3, share)), asked, check }),
  );
  if (!made || made.text.length > from.length * WORTH) return undefined;
  return {
    kind: 'trimmed',
    licence: 'words',
    text: made.text,
    omitted: { summary: [...(cut ? [cut.omitted.summary] : []), summaryOf(made)].join('; ') },
  };
}

function summaryOf({ words, dropped }: Telegram): string {
  const of = words.toLocaleString('en-US');
  return `${dropped.toLocaleString('en-US')} of ${of} words within sentences (articles, fillers, what can be guessed); lines, order, numbers, names and negations stand`;
}

function* finished(work: InTurns<Shorter | undefined> | undefined): InTurns<Shorter | undefined> {
  return work && (yield* work);
}

/** One text as {@link kompress} writes it, outside of an engine: for measurements and programs. Undefined where nothing goes. */
export function kompressText(
  source: string,
  { query = '', ...options }: KompressOptions & { readonly query?: string } = {},
): string | undefined {
  const settings = readOptions({ ...options, backend: 'linguistic' });
  const backends = openBackends(settings);
  const asked = askedWords({ query });
  const { lines } = createContent(source);
  if (!atOnce(isNaturalLanguage(lines))) return undefined;
  return atOnce(
    backends.run(source, (scorer, check) => telegram(source, scorer, { keep: settings.keep, asked, check })),
  )?.text;
}
