import type { Path } from './path.js';

/** A change to a request, as data. There is no remove and no reorder: pairs of calls and results cannot break. */
export type Edit =
  | { readonly kind: 'replace'; readonly at: Path; readonly value: unknown }
  | { readonly kind: 'append'; readonly at: Path; readonly value: unknown };
