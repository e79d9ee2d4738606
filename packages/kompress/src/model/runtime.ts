import { KompressError } from './kompress-error.js';
import { optional } from './optional.js';

/** A tensor as both runtimes make and give it. */
interface Tensor {
  readonly data: ArrayLike<number>;
}

/** What is used of onnxruntime-node and onnxruntime-web, which have the same interface. */
export interface Runtime {
  readonly name: 'native' | 'wasm';
  open(model: Uint8Array): Promise<Session>;
}

export interface Session {
  /** One score a piece, for one row of ids. */
  run(ids: readonly number[]): Promise<ArrayLike<number>>;
}

interface Ort {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<{ run(feeds: object): Promise<Record<string, Tensor>> }>;
  };
  readonly Tensor: new (kind: 'int64', data: BigInt64Array, dims: readonly number[]) => Tensor;
  readonly env?: { wasm?: { numThreads?: number } };
}

/**
 * The native runtime where it is installed, else the one in WebAssembly.
 *
 * @throws KompressError `runtime_missing` where neither is.
 */
export async function loadRuntime(names: readonly Runtime['name'][] = ['native', 'wasm']): Promise<Runtime> {
  for (const name of names) {
    try {
      return runtimeOf(name, await optional<Ort>(name === 'native' ? 'onnxruntime-node' : 'onnxruntime-web'));
    } catch {
      // Not installed, or built for another machine: the next one.
    }
  }
  throw new KompressError(
    'runtime_missing',
    "Neither onnxruntime-node nor onnxruntime-web is installed; words are scored by the linguistic back-end. Install one, or set backend: 'linguistic'",
  );
}

function runtimeOf(name: Runtime['name'], ort: Ort): Runtime {
  if (name === 'wasm' && ort.env?.wasm) ort.env.wasm.numThreads = 1;
  return {
    name,
    async open(model) {
      const options = {
        intraOpNumThreads: 1,
        executionProviders: [name === 'native' ? 'cpu' : 'wasm'],
        executionMode: 'sequential',
        logSeverityLevel: 3,
      };
      const session = await ort.InferenceSession.create(model, options);
      return {
        async run(ids) {
          const dims = [1, ids.length];
          const feeds = {
            input_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), dims),
            attention_mask: new ort.Tensor('int64', new BigInt64Array(ids.length).fill(1n), dims),
          };
          const { final_scores: scores } = await session.run(feeds);
          if (!scores || scores.data.length !== ids.length)
            throw new KompressError('model_corrupt', 'The model gives no `final_scores` for each of its `input_ids`');
          return scores.data;
        },
      };
    },
  };
}
