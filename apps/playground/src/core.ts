/** What the playground needs of core: its entry for browsers, and two tables that this entry does not pass on. */
export * from '@headroom/core/edge';
export { PRICES, PRICES_DATE, type Price, priceOf } from '../../../packages/core/src/ledger/prices.js';
export { whyLeft } from '../../../packages/core/src/ledger/why-left.js';
export type { BlockReport, Warning } from '../../../packages/core/src/model/report.js';
