import { contentHash } from '../ccr/hash.js';
import { readMarker } from '../ccr/marker.js';
import { Seen, type SeenText } from '../conversation/seen.js';
import type { Shorter } from '../model/compressor.js';
import type { InTurns } from '../model/in-turns.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';
import { verified } from '../pipeline/verified.js';
import { IntelligentContext } from './intelligent-context.js';
import { nameOfCall, nameOfResult, type Referred, refer } from './refer.js';
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
  const so: Conversation = {
    seen: new Seen(),
    shown: new Map(),
    waiting: [],
    copies: new WorkingCopies(),
    cut: new Map(),
    batch: 0,
    turn: -2,
    calls: new Set(),
  };
  return { name: NAME, run: (draft, context) => drive(routeAll(so, draft, context)) };
}

/** A result that nothing has been compared with yet. */
interface Waiting {
  readonly block: DraftBlock;
  /** Which of its name it is, from 1; undefined where its text is not compared with, and only its call is. */
  readonly nth: number | undefined;
  /** Its call was taken in already. */
  readonly isMet: boolean;
}

/** What is known after the texts so far; kept from call to call while a conversation grows. */
interface Conversation {
  readonly seen: Seen;
  /** The results that were taken in, as they are shown. */
  readonly shown: Map<DraftBlock, SeenText>;
  /** What stands behind the last text that could have referred to it: taken in when another one comes. */
  waiting: Waiting[];
  readonly copies: WorkingCopies;
  /** Hashes of texts of which something was left out, with the batch of results they came in. */
  readonly cut: Map<string, number>;
  /** Results that answer one message of the assistant come in one batch; the message the latest stands in. */
  batch: number;
  turn: number;
  readonly calls: Set<unknown>;
}

function* routeAll(so: Conversation, draft: Draft, context: Context): Steps<void> {
  const room = new IntelligentContext(draft, context);
  meetAgain(so, draft);
  for (const block of draft.blocks.slice(draft.settled)) {
    so.copies.watch(block);
    if (block.block.role === 'tool') {
      if (block.block.turn > so.turn + 1) so.batch++;
      so.turn = block.block.turn;
    }
    const isMet = mayChange(block);
    if (isMet) {
      yield* inTime(takeIn(so), context);
      yield* inTime(seeCall(block, so), context);
      if (context.expired()) block.note(NAME, 'time_budget');
      else {
        yield* shape(block, so, context);
        // Now, not at the end: later texts point at lines of this one as it will be shown.
        yield* verified(block, context);
      }
    }
    yield* wait(context.pause());
    const rewritten = yield* room.take(block, () => so.copies.holds(block, context));
    remember(block, isMet, so);
    for (const earlier of rewritten) yield* inTime(showAgain(earlier, so), context);
  }
  room.end();
}

/** In a later request the arguments of a call are other objects. */
function meetAgain({ calls, waiting }: Conversation, { blocks, settled, isSame }: Draft): void {
  if (settled === 0 || isSame) return;
  const open = new Set(waiting.flatMap(({ block, isMet }) => (isMet ? [] : block)));
  calls.clear();
  for (const block of blocks.slice(0, settled)) if (!open.has(block)) calls.add(block.block.call?.input);
}

function mayChange({ pinned, shorter, isRepeated }: DraftBlock): boolean {
  return pinned === undefined && !shorter && !isRepeated;
}

/** What comes of work in turns; nothing when the call is over before it. */
function* inTime<T>(work: InTurns<T>, context: Context): Steps<T | undefined> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield* wait(context.pause());
    if (context.expired()) return undefined;
  }
}

/** What the assistant wrote into a call stands before the model as well. */
function* seeCall({ block }: DraftBlock, { seen, calls }: Conversation): InTurns<void> {
  const { call } = block;
  // By the arguments, not by the id: some clients give the same ids again at every turn.
  if (!call || calls.has(call.input)) return;
  const { input } = call;
  if (input === null || typeof input !== 'object') return;
  calls.add(input);
  const name = nameOfCall(call);
  const nth = seen.meet(name);
  for (const [part, value] of Object.entries(input))
    if (typeof value === 'string' && value.includes('\n')) yield* seen.add(value, { ...name, part }, nth);
}

/** Notes what became of a text. Its lines are taken in only when there is something to compare with them. */
function remember(block: DraftBlock, isMet: boolean, { seen, waiting, copies, cut, batch }: Conversation): void {
  const hash = hashOf(block);
  const isResult = block.block.role === 'tool' && !mayBeTakenAway(block);
  const nth = isResult ? seen.meet(nameOfResult(block.block)) : undefined;
  if (block.block.call || isResult) waiting.push({ block, nth, isMet });
  if (hash === undefined) return;
  if (!cut.has(hash)) cut.set(hash, batch);
  copies.cut(block);
}

/** Takes in all that waits, in order: the call, and the text as it is shown. */
function* takeIn(so: Conversation): InTurns<void> {
  const { seen, shown, waiting } = so;
  so.waiting = [];
  for (const { block, nth, isMet } of waiting) {
    if (!isMet) yield* seeCall(block, so);
    if (nth === undefined) continue;
    const isCut = hashOf(block) !== undefined;
    shown.set(block, yield* seen.add(block.text, nameOfResult(block.block), nth, isCut));
  }
}

/** A text that was rewritten: what stood there before was not seen by later ones. */
function* showAgain(block: DraftBlock, { seen, shown, copies, cut, batch }: Conversation): InTurns<void> {
  const before = shown.get(block);
  const hash = hashOf(block);
  if (before) shown.set(block, yield* seen.replace(before, block.text, hash !== undefined));
  if (hash === undefined) return;
  if (!cut.has(hash)) cut.set(hash, batch);
  copies.cut(block);
}

function hashOf(block: DraftBlock): string | undefined {
  return block.pinned === undefined ? block.hash : readMarker(block.text)?.hash;
}

/** A door says so of texts that may be taken away while later ones stay. */
function mayBeTakenAway(block: DraftBlock): boolean {
  return block.pinned === 'already_compressed' && hashOf(block) === undefined;
}

function* shape(block: DraftBlock, so: Conversation, context: Context): Steps<void> {
  const { text, role } = block.block;
  const copy = role === 'tool' && so.copies.holds(block, context);
  const mayTrim = role === 'tool' && context.retrieval !== 'none' && context.mode !== 'lossless';
  const worth = copy ? WORTH_IN_COPY : WORTH;
  const referred = mayTrim ? yield* inTime(refer(text, so.seen), context) : undefined;
  if ((so.cut.get(contentHash(text)) ?? so.batch) < so.batch && !(referred && referred.share >= ALL_SEEN)) {
    block.note(NAME, 'read_again');
    return;
  }
  const routed = yield* wait(context.route(block, copy ? { mode: 'lossless' } : {}));
  const packed = routed?.shorter.kind === 'packed' ? routed.shorter.text : undefined;
  // Packed lines are compared as well: written back, they are what this pass would see.
  const ways: (Referred | undefined)[] = [
    referred,
    mayTrim && packed !== undefined ? yield* inTime(refer(packed, so.seen, true), context) : undefined,
  ];
  const best = ways.find((way) => way !== undefined && way.share >= worth);
  if (best) {
    // What a compressor takes for lines of a packed text are its packer's words.
    const repeats = yield* assemble(best, block, copy || best !== referred, context);
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
function* assemble(referred: Referred, block: DraftBlock, whole: boolean, context: Context): Steps<Shorter> {
  const parts: string[] = [];
  const further: string[] = [];
  for (const part of referred.parts) {
    const route = part.kind === 'fresh' && !whole && part.text.length > FRESH_TO_ROUTE ? part : undefined;
    const routed = route
      ? yield* wait(context.route(block, { text: route.text, firstLine: route.firstLine }))
      : undefined;
    parts.push(routed?.shorter.text ?? part.text);
    if (routed?.shorter.kind === 'trimmed') further.push(routed.shorter.omitted.summary);
  }
  const summary = [referred.summary, ...further].join('; ');
  return { kind: 'trimmed', licence: 'repeats', text: parts.join('\n'), omitted: { summary } };
}
