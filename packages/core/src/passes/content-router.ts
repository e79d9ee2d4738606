import { contentHash } from '../ccr/hash.js';
import { readMarker } from '../ccr/marker.js';
import type { Shorter } from '../model/compressor.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';
import { IntelligentContext } from './intelligent-context.js';
import { nameOfResult, type Referred, refer } from './refer.js';
import { Seen } from './seen.js';
import { WorkingCopies } from './working-copies.js';

const NAME = 'router';
const REPEATS = 'dedupe';
/** A text is taken apart only where this share of it was seen before; a working copy more reluctantly. */
const WORTH = 0.3;
const WORTH_IN_COPY = 0.5;
const ALL_SEEN = 0.9;
const FRESH_TO_ROUTE = 2000;

/**
 * ContentRouter: gives every text that may change to the compressor that knows its kind, and refers to what the model can
 * already see instead of saying it again. In order, because what a text becomes depends on what stands before it.
 */
export function contentRouter(): Pass {
  return { name: NAME, run: (draft, context) => drive(routeAll(draft, context)) };
}

interface Conversation {
  seen: Seen;
  readonly copies: WorkingCopies;
  /** Hashes of texts of which something was left out. */
  readonly cut: Set<string>;
  readonly calls: Set<string>;
}

function* routeAll(draft: Draft, context: Context): Steps<void> {
  const so: Conversation = { seen: new Seen(), copies: new WorkingCopies(), cut: new Set(), calls: new Set() };
  const room = new IntelligentContext(draft, context);
  for (const [i, block] of draft.blocks.entries()) {
    seeCall(block, so);
    so.copies.watch(block);
    if (block.pinned === undefined && !block.shorter && !block.isRepeated) {
      if (context.expired()) block.note(NAME, 'time_budget');
      else yield* shape(block, so, context);
    }
    yield* wait(context.pause());
    const isRewritten = yield* room.take(block, () => so.copies.holds(block, context));
    remember(block, so);
    if (isRewritten) relearn(draft.blocks.slice(0, i + 1), so);
  }
  room.end();
}

/** What the assistant wrote into a call stands before the model as well. */
function seeCall({ block }: DraftBlock, { seen, calls }: Conversation): void {
  const { call } = block;
  if (!call || calls.has(call.id)) return;
  calls.add(call.id);
  const { input } = call;
  if (input === null || typeof input !== 'object') return;
  for (const value of Object.values(input))
    if (typeof value === 'string' && value.includes('\n')) seen.add(value, `your own ${call.tool} call`);
}

function remember(block: DraftBlock, { seen, copies, cut }: Conversation): void {
  const { role } = block.block;
  if (role === 'system') return;
  const name = role === 'tool' ? nameOfResult(block.block) : `the ${role === 'user' ? "user's" : 'assistant'} message`;
  seen.add(block.text, name);
  const hash = block.pinned === 'already_compressed' ? readMarker(block.text)?.hash : block.hash;
  if (hash === undefined) return;
  cut.add(hash);
  if (!block.text.includes('the same as in')) copies.cut(block);
}

/** After earlier texts were rewritten, only what now stands before the model was seen. */
function relearn(blocks: readonly DraftBlock[], so: Conversation): void {
  so.seen = new Seen();
  so.calls.clear();
  for (const block of blocks) {
    seeCall(block, so);
    remember(block, so);
  }
}

function* shape(block: DraftBlock, so: Conversation, context: Context): Steps<void> {
  const { text, role } = block.block;
  const copy = role === 'tool' && so.copies.holds(block, context);
  const mayTrim = role === 'tool' && context.retrieval !== 'none' && context.mode !== 'lossless';
  const worth = copy ? WORTH_IN_COPY : WORTH;
  const referred = mayTrim ? refer(text, so.seen) : undefined;
  if (so.cut.has(contentHash(text)) && !(referred && referred.share >= ALL_SEEN)) {
    block.note(NAME, 'read_again');
    return;
  }
  const routed = yield* wait(context.route(block, copy ? { mode: 'lossless' } : {}));
  const packed = routed?.shorter.kind === 'packed' ? routed.shorter.text : undefined;
  // Packed lines are compared as well: written back, they are what this pass would see.
  const ways = [referred, mayTrim && packed !== undefined ? refer(packed, so.seen) : undefined];
  const best = ways.find((way) => way !== undefined && way.share >= worth);
  if (best) {
    const repeats = yield* assemble(best, block, copy, context);
    const size = context.tokens.count(repeats.text);
    if (size < context.tokens.count(routed?.shorter.text ?? text)) {
      block.propose(REPEATS, REPEATS, repeats);
      return;
    }
  }
  if (routed) block.propose(NAME, routed.by, routed.shorter);
  else block.note(NAME, context.expired() ? 'time_budget' : copy ? 'working_copy' : 'no_saving');
}

/** Notes in the place of what was seen; long new stretches are shaped by themselves. */
function* assemble(referred: Referred, block: DraftBlock, copy: boolean, context: Context): Steps<Shorter> {
  const parts: string[] = [];
  const further: string[] = [];
  for (const part of referred.parts) {
    const route = part.kind === 'fresh' && !copy && part.text.length > FRESH_TO_ROUTE;
    const routed = route ? yield* wait(context.route(block, { text: part.text })) : undefined;
    parts.push(routed?.shorter.text ?? part.text);
    if (routed?.shorter.kind === 'trimmed') further.push(routed.shorter.omitted.summary);
  }
  const summary = [referred.summary, ...further].join('; ');
  return { kind: 'trimmed', licence: 'repeats', text: parts.join('\n'), omitted: { summary } };
}
