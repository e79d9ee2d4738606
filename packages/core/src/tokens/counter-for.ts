import { howToBring } from '../files/own-file.js';
import { HeadroomError } from '../model/errors.js';
import type { TokenCounter } from '../model/tokens.js';
import { BoundedMap } from '../reading/bounded-map.js';
import { type EncodingName, encoderSync, loadEncoder, openEncoder, vocabularyFile } from './encodings.js';
import { estimate } from './estimate.js';

const REMEMBERED_CHARACTERS = 32_000_000;

/** Which vocabulary a model id means, and whether the count is exact for it. */
export function encodingFor(model: string | undefined): { encoding: EncodingName; exact: boolean } {
  const id = (model ?? 'gpt-4o').toLowerCase();
  if (id.includes('claude') || id.includes('anthropic')) return { encoding: 'claude', exact: false };
  if (/(?:^|[/.:])(?:gpt-(?:4o|4\.1|4\.5|5|oss|[6-9])|chatgpt|codex|o[1-9])/.test(id))
    return { encoding: 'o200k_base', exact: true };
  if (/(?:^|[/.:])(?:gpt-4|gpt-3\.5|gpt-35|text-embedding)/.test(id)) return { encoding: 'cl100k_base', exact: true };
  return { encoding: 'o200k_base', exact: false };
}

/** A counter that can count a long text in steps. */
export interface SteppedCounter extends TokenCounter {
  /** The count, where it is remembered. */
  known(text: string): number | undefined;
  /** Remembers a count that was made elsewhere. */
  learn(text: string, count: number): void;
  /** {@link count} in steps of a few milliseconds. */
  counting(text: string): Generator<void, number, void>;
}

/** A counter that remembers counts by content, so that a text counted in an earlier turn costs nothing. */
class EncodingCounter implements SteppedCounter {
  readonly #counts = new BoundedMap<number>(REMEMBERED_CHARACTERS);

  constructor(
    readonly encoding: EncodingName,
    readonly name: string,
    readonly exact: boolean,
  ) {}

  count(text: string): number {
    if (text.length === 0) return 0;
    const known = this.#counts.get(text);
    if (known !== undefined) return known;
    const encoder = encoderSync(this.encoding);
    if (!encoder) return estimate(text);
    const count = encoder.count(text);
    this.#counts.set(text, count);
    return count;
  }

  known(text: string): number | undefined {
    return text.length === 0 ? 0 : this.#counts.get(text);
  }

  learn(text: string, count: number): void {
    this.#counts.set(text, count);
  }

  *counting(text: string): Generator<void, number, void> {
    const steps = encoderSync(this.encoding)?.counting?.(text);
    if (!steps) return this.count(text);
    const count = yield* steps;
    this.#counts.set(text, count);
    return count;
  }
}

const counters = new Map<string, EncodingCounter>();

/**
 * The token counter for a model id: exact for OpenAI families (`o200k_base`, `cl100k_base`), the vocabulary Anthropic
 * published for Claude, and an `o200k_base` count named as an estimate for every other model. Nothing is loaded until
 * the first count.
 */
export function counterFor(model?: string): TokenCounter {
  return steppedCounterFor(model);
}

/** {@link counterFor}, for whoever counts long texts in steps. */
export function steppedCounterFor(model?: string): SteppedCounter {
  const { encoding, exact } = encodingFor(model);
  const name = exact || encoding === 'claude' ? encoding : `${encoding} (estimate)`;
  let counter = counters.get(name);
  if (!counter) {
    counter = new EncodingCounter(encoding, name, exact);
    counters.set(name, counter);
  }
  return counter;
}

/**
 * Loads a model's vocabulary ahead of time. Needed only where the package cannot read its own files at once (edge runtimes,
 * browsers, bundles that left them behind): without it a count falls back to {@link estimate}. There, hand in the bytes of the
 * file in `@headroom/core/vocabularies/`; for a model id without a family of its own that is `o200k_base.bin`.
 *
 * @throws HeadroomError `invalid_argument` when the bytes are no vocabulary.
 */
export async function loadCounter(model?: string, bytes?: Uint8Array): Promise<TokenCounter> {
  const { encoding } = encodingFor(model);
  if (bytes === undefined) await loadEncoder(encoding);
  else
    try {
      openEncoder(encoding, bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new HeadroomError('invalid_argument', `${error.message}; expected ${vocabularyFile(encoding)}`, 'bytes');
    }
  return counterFor(model);
}

/** What somebody has to do for whom {@link canCount} is false. */
export function howToCount(model?: string): string {
  return `${howToBring(vocabularyFile(encodingFor(model).encoding))}, or hand it to loadCounter(model, bytes)`;
}

/** True when counts for the model come from its vocabulary and not from the estimate. */
export function canCount(model?: string): boolean {
  return encoderSync(encodingFor(model).encoding) !== undefined;
}
