import type { InTurns } from '@headroom/core/prose';
import { linguistic } from './linguistic/linguistic.js';
import { KompressError } from './model/kompress-error.js';
import type { Settings } from './options.js';
import type { Scorer } from './scorer.js';
import { waited } from './waited.js';

/** Does work with the first back-end that is there. */
export interface Backends {
  /** Undefined where the time of the text is over. */
  run<T>(text: string, work: (scorer: Scorer, check: () => void) => InTurns<T>): InTurns<T | undefined>;
}

/** Longer texts would hold a model for minutes; they are scored by the linguistic back-end, on every machine. */
const LONGEST_FOR_MODELS = 400_000;

/** Opens nothing yet: a model is read when a text first needs it. */
export function openBackends(settings: Settings): Backends {
  const plain = linguistic();
  const models = modelsOf(settings);
  const { warn, timeBudgetMs } = settings;
  return {
    *run(text, work) {
      const until = performance.now() + timeBudgetMs;
      const check = (): void => {
        if (performance.now() > until)
          throw new KompressError('time_budget', `A text took longer than ${timeBudgetMs} ms`);
      };
      for (const open of text.length > LONGEST_FOR_MODELS ? [] : models) {
        try {
          return yield* work(yield* waited(open()), check);
        } catch (error) {
          warn(warningOf(error));
          if (isTimeUp(error)) return undefined;
        }
      }
      if (models.length > 0 && text.length > LONGEST_FOR_MODELS)
        warn({
          code: 'text_too_long',
          message: `Texts above ${LONGEST_FOR_MODELS} characters are scored without a model`,
        });
      try {
        return yield* work(plain, check);
      } catch (error) {
        if (!isTimeUp(error)) throw error;
        warn(warningOf(error));
        return undefined;
      }
    },
  };
}

/** The models to try, each opened once. */
function modelsOf({ backend, model }: Settings): (() => Promise<Scorer>)[] {
  if (backend === 'linguistic') return [];
  const shipped = once(async () => (await import('./model/shipped.js')).shippedModel());
  if (backend === 'onnx') return [shipped];
  return [once(async () => (await import('./model/local.js')).localModel(model ?? '')), shipped];
}

function once(open: () => Promise<Scorer>): () => Promise<Scorer> {
  let opened: Promise<Scorer> | undefined;
  return () => (opened ??= open());
}

function isTimeUp(error: unknown): boolean {
  return error instanceof KompressError && error.code === 'time_budget';
}

/** A foreign error is told by its class only: its message may quote a text. */
function warningOf(error: unknown): { code: KompressError['code']; message: string } {
  if (error instanceof KompressError) return { code: error.code, message: error.message };
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'backend_failed', message: `A model failed (${name}); the next back-end is used` };
}
