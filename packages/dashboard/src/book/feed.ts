import type { BlockReport, CompressResult, Ledger, PriceTable, SharedStore } from '@headroom/core';
import { whyLeft } from '@headroom/core';
import type { Exchange, Usage } from '@headroom/proxy';
import { SessionBook } from './book.js';
import { linesOf } from './lines.js';
import type { SessionName, TextLine } from './record.js';
import { SentTexts } from './texts.js';

/** What feeds a book. */
export interface FeedOptions {
  readonly store: SharedStore;
  /** Whether texts are kept as they were sent: only in a user's own store. Default false. */
  readonly keepTexts?: boolean;
  /** Dollars for a million tokens by model; default core's `PRICES`. */
  readonly prices?: PriceTable;
  readonly now?: () => number;
}

/** Writes a session book from what the doors tell. */
export class Feed {
  readonly book: SessionBook;
  readonly #texts: SentTexts | undefined;

  constructor({ store, keepTexts = false, prices, now }: FeedOptions) {
    this.book = new SessionBook({ store, ...(prices && { prices }), ...(now && { now }) });
    this.#texts = keepTexts ? new SentTexts(store) : undefined;
  }

  /** For `onExchange` of a proxy whose sessions are an agent's. */
  exchange(agent: string, exchange: Exchange, tenant = ''): void {
    const { at, milliseconds, session, model = '', status, report, usage, prefix } = exchange;
    const isRead = report.outcome !== 'skipped';
    const texts = isRead ? linesOf(report.blocks) : [];
    const kept = this.#texts ? this.#withKeys(texts, exchange) : texts;
    const [before, after] = isRead ? [report.tokensBefore, report.tokensAfter] : [0, 0];
    this.book.add(
      { agent, session, tenant },
      {
        what: 'request',
        step: {
          ...{ at, milliseconds, status, model, before, after, texts: kept },
          ...(usage && { usage }),
          ...(prefix && { prefix }),
          warnings: isRead ? report.warnings.map(({ code }) => code) : [],
        },
      },
    );
  }

  /** For a session that only hooks are seen of: an answer that its transcript tells of, as the provider counted it. */
  answer(name: SessionName, answer: { readonly at: number; readonly model: string; readonly usage: Usage }): void {
    this.book.add(name, { what: 'answer', ...answer });
  }

  /** The same session's agent summed up, or took back, what came before. */
  compacted(name: SessionName, at: number): void {
    this.book.add(name, { what: 'compacted', at });
  }

  /** A ledger that books as the given one does, and tells this book what was asked back. */
  ledger(given: Ledger): Ledger {
    return {
      record: (result, context) => given.record(result, context),
      recordRetrieval: (tokens, context) => {
        given.recordRetrieval(tokens, context);
        if (context?.hash !== undefined) this.book.addAsked(context.hash, tokens).catch(() => undefined);
      },
      flush: async () => {
        await Promise.all([given.flush(), this.book.flush()]);
      },
      report: (options) => given.report(options),
    };
  }

  /** A ledger for one output that a hook of an agent brings: what is recorded belongs to this session too. */
  ledgerOf(given: Ledger, name: SessionName): Ledger {
    return {
      recordRetrieval: (tokens, context) => given.recordRetrieval(tokens, context),
      flush: () => given.flush(),
      report: (options) => given.report(options),
      record: (result, context) => {
        given.record(result, context);
        this.#output(name, result, context?.model ?? '');
      },
    };
  }

  #output(name: SessionName, result: Pick<CompressResult, 'blocks'>, model: string): void {
    // What stands before the output was sent long ago.
    const own = result.blocks.filter((block) => block.role === 'tool' && whyLeft(block) !== 'frozen');
    if (own.length === 0) return;
    const sum = (side: 'tokensBefore' | 'tokensAfter') => own.reduce((all, block) => all + block[side], 0);
    const at = this.book.now();
    const lines = linesOf(own).map((line, nth) => this.#withSent(line, own[nth], result));
    this.book.add(name, {
      what: 'output',
      step: {
        ...{ at, milliseconds: 0, status: 200, model, before: sum('tokensBefore'), after: sum('tokensAfter') },
        ...{ warnings: [], texts: lines },
      },
    });
  }

  /** An engine hands its ledger the whole result, in which the text stands as it is sent. */
  #withSent(line: TextLine, block: BlockReport | undefined, result: object): TextLine {
    if (!this.#texts || !block || line.outcome === 'kept' || !('body' in result)) return line;
    const text = block.at.reduce<unknown>(
      (value, part) => (value as Record<string | number, unknown> | undefined)?.[part],
      result.body,
    );
    const sent = typeof text === 'string' ? this.#texts.keep(text) : undefined;
    return sent === undefined ? line : { ...line, sent };
  }

  #withKeys(lines: readonly TextLine[], exchange: Exchange): TextLine[] {
    const shortened = new Map(exchange.texts().map((text) => [text.block.at.join('.'), text]));
    return lines.map((line) => {
      const found = shortened.get(line.at);
      if (!found) return line;
      const sent = this.#texts?.keep(found.sent);
      // Of what was only spelled shorter the store holds no original.
      const was = line.hash === undefined ? this.#texts?.keep(found.original) : undefined;
      return { ...line, ...(sent && { sent }), ...(was && { was }) };
    });
  }
}
