import { HeadroomError, harmless } from '@headroom/core';

/** What went otherwise than asked for. Never anything of a text. */
export interface KompressWarning {
  readonly code:
    | 'runtime_missing'
    | 'model_missing'
    | 'model_corrupt'
    | 'tokenizer_missing'
    | 'backend_failed'
    | 'text_too_long'
    | 'time_budget';
  readonly message: string;
}

/** Everything that can be set. */
export interface KompressOptions {
  /**
   * What scores words. `linguistic` (default): part of speech, rareness and weights in this package, the same on every machine.
   * `onnx`: the small model of `@headroom/kompress-model`. `local`: a model of your own, see {@link KompressOptions.model}. Where one is
   * not to be had the next is used: `local`, `onnx`, `linguistic`.
   */
  readonly backend?: 'linguistic' | 'onnx' | 'local';
  /**
   * The folder of a model of your own: an ONNX file (`model.onnx`, or what `model.json` names) with `input_ids`, `attention_mask` and
   * `final_scores`, and its `tokenizer.json`. For `backend: 'local'`.
   */
  readonly model?: string;
  /** The share of words to keep of those in sentences, .3 to .95. Default .55; with words that must stay it may be more. */
  readonly keep?: number;
  /** Milliseconds for one text; what takes longer is left to the built-in compressors. Default 5,000. */
  readonly timeBudgetMs?: number;
  /** Told once of everything that went otherwise. Default: a process warning, where there is a process. */
  readonly onWarning?: (warning: KompressWarning) => void;
}

/** Options with every default filled in. */
export interface Settings {
  readonly backend: 'linguistic' | 'onnx' | 'local';
  readonly model: string | undefined;
  readonly keep: number;
  readonly timeBudgetMs: number;
  readonly warn: (warning: KompressWarning) => void;
}

const KNOWN = ['backend', 'model', 'keep', 'timeBudgetMs', 'onWarning'];

/** @throws HeadroomError `unknown_option` or `invalid_option`, naming the option. */
export function readOptions(options: KompressOptions): Settings {
  for (const name of Object.keys(options))
    if (!KNOWN.includes(name))
      throw new HeadroomError('unknown_option', `Unknown option \`${name}\`. Known options: ${KNOWN.join(', ')}`, name);
  const { backend = 'linguistic', model, keep = 0.55, timeBudgetMs = 5000, onWarning = tellProcess } = options;
  refuse('backend', ['linguistic', 'onnx', 'local'].includes(backend), "'linguistic', 'onnx' or 'local'");
  refuse('keep', typeof keep === 'number' && keep >= 0.3 && keep <= 0.95, 'a share from 0.3 to 0.95');
  refuse('timeBudgetMs', typeof timeBudgetMs === 'number' && timeBudgetMs > 0, 'a number of milliseconds above 0');
  refuse('onWarning', typeof onWarning === 'function', 'a function');
  refuse('model', backend !== 'local' || (typeof model === 'string' && model !== ''), "a folder with backend 'local'");
  return { backend, model, keep, timeBudgetMs, warn: once(onWarning) };
}

function refuse(name: string, isFine: boolean, expected: string): void {
  if (!isFine) throw new HeadroomError('invalid_option', `Option \`${name}\` must be ${expected}`, name);
}

/** The same warning is told once; whatever a listener does stops nothing. */
function once(listener: (warning: KompressWarning) => void): (warning: KompressWarning) => void {
  const told = new Set<string>();
  const tell = harmless(listener);
  return (warning) => {
    if (told.has(warning.code)) return;
    told.add(warning.code);
    tell(warning);
  };
}

function tellProcess({ code, message }: KompressWarning): void {
  globalThis.process?.emitWarning?.(message, { type: 'KompressWarning', code });
}
