import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Message } from '@headroom/agents/replay';
import { inRepo, repo } from '../repo.js';
import type { Case } from './case.js';

interface Recorded {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly messages: readonly Message[];
  readonly must_keep: readonly { readonly s?: string; readonly why?: string }[];
}

interface Grader {
  variants(text: string): unknown;
  has(variants: unknown, item: unknown): boolean;
}

const bench = new URL('../shared/bench/', repo);

/** True where the recorded tool outputs lie beside the repository; they are other people's texts and not part of it. */
export function hasSharedBench(): boolean {
  return existsSync(new URL('grade.mjs', bench));
}

/** The recorded tool outputs with the grader's own reading of facts. */
export async function sharedCases(): Promise<Case[]> {
  // The grader reads the command line when it is loaded, and looks for a tokenizer.
  process.env.BENCH_NODE_MODULES ??= inRepo('packages/core/node_modules');
  const saved = process.argv;
  process.argv = saved.slice(0, 2);
  const grader = (await import(new URL('grade.mjs', bench).href)) as Grader;
  process.argv = saved;
  return readdirSync(new URL('corpus/', bench))
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(`corpus/${file}`, bench), 'utf8')) as Recorded)
    .map(({ id, kind, question, messages, must_keep: items }) => ({
      id,
      kind,
      question,
      messages,
      facts: items.map((item) => item.s ?? item.why ?? JSON.stringify(item)),
      found(text) {
        const texts = grader.variants(text);
        return items.map((item) => grader.has(texts, item));
      },
    }));
}

/**
 * The reference implementation (0.28, `compress()` with default options) on the same 37 outputs, as recorded in
 * `shared/bench/SCOREBOARD.md`. It is not run here.
 */
export const REFERENCE = { title: 'Reference implementation 0.28 (recorded)', saved: 39.4, safe: 16.2, kept: 89.8 };
