import { KompressError } from './kompress-error.js';

/** `model.json` of a model's folder. */
export interface Manifest {
  readonly name: string;
  readonly file: string;
  /** Of the file, in hexadecimal; checked where it is given. */
  readonly sha256?: string;
  /** `pieces`: a `.vocab` file of sentencepiece; `tokenizer.json`: a file for `@huggingface/tokenizers`. */
  readonly tokenizer: 'pieces' | 'tokenizer.json';
  readonly vocabulary: string;
  readonly vocabulary_sha256?: string;
  /** Words a call at most, and pieces. */
  readonly chunk_words: number;
  readonly max_pieces: number;
  /** The score above which a word is kept where no share is asked for. */
  readonly threshold: number;
}

/** What stands in a model's folder, checked. */
export interface ModelFiles {
  readonly manifest: Manifest;
  readonly model: Uint8Array;
  readonly vocabulary: string;
}

/**
 * Reads a model's folder; without a `model.json` it holds `model.onnx` and `tokenizer.json`.
 *
 * @throws KompressError `model_missing` or `model_corrupt`, naming the file.
 */
export async function readModelFolder(folder: string): Promise<ModelFiles> {
  const { readFile } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const read = async (name: string): Promise<Uint8Array> => {
    try {
      return await readFile(join(folder, name));
    } catch {
      throw new KompressError('model_missing', `${name} of the model was not found in its folder`);
    }
  };
  const own = await read('model.json').catch(() => undefined);
  const manifest = own ? readManifest(new TextDecoder().decode(own)) : PLAIN;
  const model = await read(manifest.file);
  const vocabulary = await read(manifest.vocabulary);
  await check(manifest.file, model, manifest.sha256);
  await check(manifest.vocabulary, vocabulary, manifest.vocabulary_sha256);
  return { manifest, model, vocabulary: new TextDecoder().decode(vocabulary) };
}

/** As models are published that follow the same contract: 350 words of 512 pieces. */
const PLAIN: Manifest = {
  name: 'local',
  file: 'model.onnx',
  tokenizer: 'tokenizer.json',
  vocabulary: 'tokenizer.json',
  chunk_words: 350,
  max_pieces: 512,
  threshold: 0.5,
};

function readManifest(json: string): Manifest {
  try {
    const found: unknown = JSON.parse(json);
    if (typeof found === 'object' && found !== null) return { ...PLAIN, ...found };
  } catch {
    // Told below.
  }
  throw new KompressError('model_corrupt', 'model.json is not a JSON object');
}

async function check(name: string, bytes: Uint8Array, expected: string | undefined): Promise<void> {
  if (expected === undefined) return;
  const hash = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  const found = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== expected) throw new KompressError('model_corrupt', `${name} is not the file that model.json describes`);
}
