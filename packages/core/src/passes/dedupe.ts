import type { Shorter } from '../model/compressor.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';
import { findEarlierLines, type Repeat } from './find-earlier-lines.js';
import { LineIndex } from './line-index.js';

const NAME = 'dedupe';
const LOOK_BACK = 12;
const MIN_LINES = 6;
const WORTH = 0.5;

/**
 * Replaces what an earlier tool result already said by a reference to it: the same file read twice, a growing log polled
 * again, tests run again. Causal: only the later text changes, and only where the earlier one still shows what it refers to.
 */
export function dedupe(): Pass {
  return { name: NAME, run: (draft, context) => drive(dedupeAll(draft, context)) };
}

function* dedupeAll(draft: Draft, context: Context): Steps<void> {
  if (context.retrieval === 'none' || context.mode === 'lossless') return;
  const earlier: DraftBlock[] = [];
  const index = new LineIndex();
  for (const block of draft.blocks) {
    if (block.block.role !== 'tool') continue;
    if (context.expired()) return;
    yield* wait(context.pause());
    const { text } = block.block;
    const lines = text.split('\n');
    if (block.pinned === undefined) {
      const first = Math.max(0, earlier.length - LOOK_BACK);
      const shared = index.shared(lines, first);
      const alike = earlier.slice(first).filter((_, i) => (shared.get(first + i) ?? 0) >= text.length * WORTH);
      const shorter = yield* refer(block, alike.reverse(), context);
      if (shorter) block.propose(NAME, NAME, shorter);
    }
    // A text that was compressed in an earlier call is no source: the same request must come out the same twice.
    if (block.pinned === 'already_compressed' || text.length < context.minTokens) continue;
    index.add(lines, earlier.length);
    earlier.push(block);
  }
}

function* refer(block: DraftBlock, earlier: readonly DraftBlock[], context: Context): Steps<Shorter | undefined> {
  let best: { repeat: Repeat; source: DraftBlock } | undefined;
  for (const source of earlier) {
    if (source.by === NAME && best) continue;
    yield* wait(context.pause());
    const repeat = findEarlierLines(block.block.text, source.block.text);
    if (repeat && repeat.share >= WORTH && repeat.share > (best?.repeat.share ?? 0) + 0.02) best = { repeat, source };
    if (best && best.repeat.share > 0.98) break;
  }
  if (!best || !(yield* stillShows(best.source, block, context))) return undefined;
  return yield* write(block, best.repeat, best.source, context);
}

/** The earlier text is whole, or was shortened for the same question, so that a reader finds there what the question needs. */
function* stillShows(source: DraftBlock, block: DraftBlock, context: Context): Steps<boolean> {
  if (source.block.query === block.block.query || source.pinned !== undefined) return true;
  if (source.shorter) return source.shorter.kind === 'packed';
  const routed = yield* wait(context.route(source));
  return routed === undefined || routed.shorter.kind === 'packed';
}

function* write(block: DraftBlock, repeat: Repeat, source: DraftBlock, context: Context): Steps<Shorter> {
  const where = describe(source);
  const summary =
    repeat.share === 1
      ? `all ${repeat.lines} lines, the same as in ${where}`
      : `${repeat.repeated} of ${repeat.lines} lines that are the same as in ${where}`;
  const parts: string[] = [];
  const further: string[] = [];
  for (const piece of repeat.pieces) {
    if (piece.kind === 'same') {
      if (piece.lines >= MIN_LINES)
        parts.push(
          `[… lines ${piece.from}-${piece.from + piece.lines - 1}: the same as in ${where}${piece.at === piece.from ? '' : `, lines ${piece.at}-${piece.at + piece.lines - 1}`}]`,
        );
      else parts.push(piece.text);
      continue;
    }
    const routed = piece.text.length > 2000 ? yield* wait(context.route(block, { text: piece.text })) : undefined;
    parts.push(routed?.shorter.text ?? piece.text);
    if (routed?.shorter.kind === 'trimmed') further.push(routed.shorter.omitted.summary);
  }
  const text =
    repeat.share === 1 ? `[The same ${repeat.lines} lines as in ${where}; nothing changed since.]` : parts.join('\n');
  return { kind: 'trimmed', text, omitted: { summary: [summary, ...further].join('; ') } };
}

/** Names the earlier result by its tool and the shortest telling argument. */
function describe({ block }: DraftBlock): string {
  const { call } = block;
  if (!call) return 'the earlier tool result';
  const input = call.input;
  const values = input !== null && typeof input === 'object' ? Object.values(input) : [input];
  const telling = values.find(
    (value) => typeof value === 'string' && value.length > 0 && value.length <= 120 && !value.includes('\n'),
  );
  return `the earlier ${call.tool} result${telling ? ` (${telling})` : ''}`;
}
