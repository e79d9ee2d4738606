import type { RetrieveResult } from '../ccr/retrieve.js';
import { Book } from '../ledger/book.js';
import { PRICES, PRICES_DATE } from '../ledger/prices.js';
import { dollarsOf, type LedgerReport, NONE, plus, readLine, Sums } from '../ledger/sums.js';
import type { WarningCode } from '../model/report.js';
import { harmless } from '../pipeline/harmless.js';
import type { Settings } from '../pipeline/options.js';
import type { CompressResult, Reported } from '../pipeline/result.js';
import { counterFor } from '../tokens/counter-for.js';
import { estimate } from '../tokens/estimate.js';
import { describeSaving, type Saving } from './saving.js';
import { isTraced, traceRetrieval, traceSaving } from './telemetry.js';

/** What an engine did since it was made: the sums of its ledger's report, and how often it was called. No texts, no hashes. */
export interface HeadroomStats extends LedgerReport {
  readonly calls: number;
  /** How often each warning was given. */
  readonly warnings: Readonly<Partial<Record<WarningCode, number>>>;
}

/** What a call tells the account besides its result. */
export interface CallFacts {
  readonly settings: Settings;
  readonly format: string | undefined;
  /** When the call began, in milliseconds since the epoch. */
  readonly began: number;
}

const MOST_COUNTED = 200_000;

/**
 * The one place where every call of an engine is reported, whichever door it came through: its own sums, the ledger, `onSaved`,
 * the log and telemetry. Reporting never fails a call.
 */
export class Account {
  readonly #book = new Book(Date.now);
  readonly #warnings: Partial<Record<WarningCode, number>> = {};
  #calls = 0;

  add({ result, fresh, again }: Reported<unknown>, { settings, format, began }: CallFacts): void {
    this.#calls++;
    for (const { code } of result.warnings) this.#warnings[code] = (this.#warnings[code] ?? 0) + 1;
    const context = contextOf(settings);
    this.#book.addAgain(again, context);
    const known = again.reduce((sum, texts) => sum + texts.tokensBefore - texts.tokensAfter, 0);
    const savedAgain = known + this.#book.add(fresh, context);
    attempt(() => settings.ledger?.record(result, context));
    if (!settings.onSaved && !settings.log && !isTraced()) return;
    const saving = savingOf(result, savedAgain, settings, format, Date.now() - began);
    attempt(() => traceSaving(saving, began));
    if (result.compressed) attempt(() => settings.onSaved?.(saving));
    attempt(() => settings.log?.(describeSaving(saving)));
  }

  addRetrieval(answer: RetrieveResult, settings: Settings): void {
    if (answer.status !== 'found') return;
    const { text } = answer;
    const tokens = text.length > MOST_COUNTED ? estimate(text) : counterFor(settings.model).count(text);
    const context = { ...contextOf(settings), hash: answer.hash };
    this.#book.addRetrieval(tokens, context);
    attempt(() => settings.ledger?.recordRetrieval(tokens, context));
    attempt(() => traceRetrieval(tokens, settings.model));
    attempt(() => settings.log?.(`headroom: ${tokens} tokens of an original were brought back`));
  }

  stats(): HeadroomStats {
    const sums = new Sums(PRICES);
    for (const [line, counts] of this.#book.lines) sums.add(readLine(line), counts);
    return { ...sums.report(PRICES_DATE), calls: this.#calls, warnings: { ...this.#warnings } };
  }
}

function contextOf({ model, door }: Settings): { model?: string; door?: string } {
  return { ...(model === undefined ? {} : { model }), ...(door === undefined ? {} : { door }) };
}

function savingOf(
  result: CompressResult,
  tokensSavedAgain: number,
  settings: Settings,
  format: string | undefined,
  milliseconds: number,
): Saving {
  const { tokensBefore, tokensAfter, tokensSaved, savingsPercent, counter, blocks, warnings } = result;
  const changed = blocks.filter(({ outcome }) => outcome !== 'kept');
  const tools: Record<string, number> = {};
  const compressors: Record<string, number> = {};
  for (const { tool, compressor = 'other', tokensBefore: before, tokensAfter: after } of changed) {
    if (tool !== undefined) tools[tool] = (tools[tool] ?? 0) + before - after;
    compressors[compressor] = (compressors[compressor] ?? 0) + before - after;
  }
  const { model } = settings;
  const counts = plus(NONE, [changed.length, tokensBefore, tokensAfter, 0, 0, tokensSavedAgain, 0, 0]);
  const dollars = model === undefined ? undefined : dollarsOf(counts, model, PRICES);
  return {
    ...{ model, format, counter, tokensBefore, tokensAfter, tokensSaved, tokensSavedAgain },
    ...{ savingsPercent, dollars, tools, compressors },
    ...{ texts: changed.length, textsRead: blocks.length, milliseconds, warnings: warnings.map(({ code }) => code) },
  };
}

/** What others wrote may throw; a request never fails for being counted. */
const attempt = (report: () => unknown): void => harmless(report)();
