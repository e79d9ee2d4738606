import { type Encoder, PieceEncoder } from './piece-encoder.js';
import { CL100K, CLAUDE, O200K, type PieceRules } from './piece-rules.js';

/** The vocabularies that `ai-tokenizer` publishes and we use. */
export type EncodingName = 'o200k_base' | 'cl100k_base' | 'claude';

interface Encoding {
  readonly pat_str: string;
  readonly special_tokens: Readonly<Record<string, number>>;
  readonly stringEncoder: Record<string, number>;
}
type TokenizerModule = {
  Tokenizer: new (encoding: never, special: undefined, remembered: number) => Encoder;
};
type Requirer = (id: string) => unknown;

const RULES: Readonly<Record<EncodingName, PieceRules>> = { o200k_base: O200K, cl100k_base: CL100K, claude: CLAUDE };

const loaded = new Map<EncodingName, Encoder>();

/** Node, Bun and Deno can load a module synchronously; edge runtimes cannot. */
function syncRequire(): Requirer | undefined {
  const runtime = (globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } }).process;
  const module = runtime?.getBuiltinModule?.('node:module') as { createRequire(url: string): Requirer } | undefined;
  return module?.createRequire(import.meta.url);
}

/**
 * In a request `<|endoftext|>` is ordinary text, so the encoder gets no special tokens. The vocabulary is looked up as a
 * plain object: without a prototype the words `constructor` and `valueOf` are counted like all others. Its own memory of merged
 * pieces is turned off: once full, it takes longer with every piece. {@link PieceEncoder} has one.
 */
function build(name: EncodingName, tokenizer: unknown, encoding: unknown): Encoder {
  const vocabulary = encoding as Encoding;
  Object.setPrototypeOf(vocabulary.stringEncoder, null);
  const encoder = new (tokenizer as TokenizerModule).Tokenizer(
    { ...vocabulary, special_tokens: {} } as never,
    undefined,
    0,
  );
  return new PieceEncoder(encoder, vocabulary.pat_str, RULES[name]);
}

/** The encoder if it is loaded or can be loaded without a promise; undefined on runtimes that cannot. */
export function encoderSync(name: EncodingName): Encoder | undefined {
  const known = loaded.get(name);
  if (known) return known;
  const require = syncRequire();
  if (!require) return undefined;
  try {
    const encoder = build(name, require('ai-tokenizer'), require(`ai-tokenizer/encoding/${name}`));
    loaded.set(name, encoder);
    return encoder;
  } catch {
    return undefined;
  }
}

/** Loads an encoder on any runtime. Nothing is loaded before the first call. */
export async function loadEncoder(name: EncodingName): Promise<Encoder> {
  const known = encoderSync(name);
  if (known) return known;
  const [tokenizer, encoding] = await Promise.all([
    import('ai-tokenizer'),
    name === 'o200k_base'
      ? import('ai-tokenizer/encoding/o200k_base')
      : name === 'cl100k_base'
        ? import('ai-tokenizer/encoding/cl100k_base')
        : import('ai-tokenizer/encoding/claude'),
  ]);
  const encoder = build(name, tokenizer, encoding);
  loaded.set(name, encoder);
  return encoder;
}
