import type { Warning, WarningCode } from '../model/report.js';
import type { CompressResult } from '../pipeline/result.js';

/** Why a request went on without being tried. */
export type SkipReason =
  | 'bypass'
  | 'method'
  | 'address'
  | 'content_type'
  | 'no_body'
  | 'sealed'
  | 'encoded'
  | 'consumed'
  | 'too_large'
  | 'not_json'
  | 'failed';

/** What a door did with the body of a request. Holds nothing that was said in it, so it can be logged. */
export type BodyReport =
  | { readonly outcome: 'skipped'; readonly reason: SkipReason; readonly message: string }
  | ({ readonly outcome: 'compressed' | 'unchanged' } & Omit<CompressResult, 'body' | 'messages'>);

const MESSAGES: Readonly<Record<SkipReason, string>> = {
  bypass: 'The client asked to be left alone',
  method: 'Only POST, PUT and PATCH carry conversations',
  address: 'The path is not one that takes conversations',
  content_type: 'The body is not declared as JSON',
  no_body: 'There is no body',
  sealed: 'The request is signed over its body; it was sent as it came',
  encoded: 'The body is encoded or not a text; it was sent as it came',
  consumed: 'The body was read before this door and is not to be had; it was left alone',
  too_large: 'The body is larger than the limit; it was sent as it came',
  not_json: 'The body is not JSON in UTF-8; it was sent as it came',
  failed: 'The changes could not be made; the body was sent as it came',
};

/** The reasons that somebody who runs a gateway wants to hear of. */
const WARNINGS: Readonly<Partial<Record<SkipReason, WarningCode>>> = {
  sealed: 'edit_failed',
  encoded: 'invalid_text',
  consumed: 'edit_failed',
  too_large: 'too_large',
  not_json: 'invalid_text',
  failed: 'edit_failed',
};

/** The report of a request that was not tried. */
export function skipped(reason: SkipReason): BodyReport {
  return { outcome: 'skipped', reason, message: MESSAGES[reason] };
}

/** The warning that a skipped request deserves; none for the ordinary reasons. */
export function skipWarning(report: BodyReport): Warning | undefined {
  if (report.outcome !== 'skipped') return undefined;
  const code = WARNINGS[report.reason];
  return code && { code, message: report.message };
}

/** The report of a run without the texts. */
export function reportOf(result: CompressResult): BodyReport {
  const { body: _, messages: __, ...rest } = Object.getOwnPropertyDescriptors(result);
  // What is made only when somebody asks for it stays so.
  return Object.defineProperties({ outcome: result.compressed ? 'compressed' : 'unchanged' }, rest) as BodyReport;
}
