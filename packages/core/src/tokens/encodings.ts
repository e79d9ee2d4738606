import { readOwnFile, readOwnFileSync } from '../files/own-file.js';
import { type Encoder, PieceEncoder } from './piece-encoder.js';
import { CL100K_PATTERN, CLAUDE_PATTERN, O200K_PATTERN } from './piece-patterns.js';
import { CL100K, CLAUDE, O200K, type PieceRules } from './piece-rules.js';
import { Vocabulary } from './vocabulary.js';

/** The vocabularies that OpenAI and Anthropic published. */
export type EncodingName = 'o200k_base' | 'cl100k_base' | 'claude';

const RULES: Readonly<Record<EncodingName, readonly [pattern: () => RegExp, rules: PieceRules]>> = {
  o200k_base: [O200K_PATTERN, O200K],
  cl100k_base: [CL100K_PATTERN, CL100K],
  claude: [CLAUDE_PATTERN, CLAUDE],
};

const loaded = new Map<EncodingName, Encoder>();
/** Looking for a file costs more than counting a text; what was not there is not looked for again. */
const missing = new Set<EncodingName>();

/** Where the package keeps a vocabulary. */
export function vocabularyFile(name: EncodingName): string {
  return `vocabularies/${name}.bin`;
}

/**
 * In a request `<|endoftext|>` is ordinary text, so no special tokens are known.
 *
 * @throws RangeError when the bytes are no vocabulary.
 */
export function openEncoder(name: EncodingName, file: Uint8Array): Encoder {
  const encoder = new PieceEncoder(Vocabulary.read(file), ...RULES[name]);
  loaded.set(name, encoder);
  return encoder;
}

/** The encoder if it is loaded or can be loaded without a promise; undefined on runtimes that cannot. */
export function encoderSync(name: EncodingName): Encoder | undefined {
  const known = loaded.get(name);
  if (known || missing.has(name)) return known;
  try {
    const file = readOwnFileSync(vocabularyFile(name));
    if (file) return openEncoder(name, file);
  } catch {
    // A damaged or unreadable file is as good as none: counts are estimates, and results say so.
  }
  missing.add(name);
  return undefined;
}

/** Loads an encoder on any runtime that has the file. Nothing is loaded before the first call. */
export async function loadEncoder(name: EncodingName): Promise<Encoder | undefined> {
  const known = encoderSync(name);
  if (known) return known;
  const file = await readOwnFile(vocabularyFile(name));
  return file && openEncoder(name, file);
}
