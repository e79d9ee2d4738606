import type { Ledger, LedgerReport } from '@headroom/core';

/** What `headroom stats --json` and the service's `GET /v1/stats` tell: the sums of all days or of the last so many, and two more. */
export interface Books extends LedgerReport {
  /** Since midnight in UTC. */
  readonly today: LedgerReport;
  /** The last seven days, today among them. */
  readonly week: LedgerReport;
}

/** The sums that all programs of the machine have added to. */
export async function booksOf(ledger: Ledger, days?: number): Promise<Books> {
  const all = await ledger.report(days === undefined ? {} : { days });
  return { ...all, today: await ledger.report({ days: 1 }), week: await ledger.report({ days: 7 }) };
}
