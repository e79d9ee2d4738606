import { useMemo } from 'preact/hooks';
import type { ListedSession } from '../book/record.js';
import { amount, counted, dollars, share } from './format.js';
import { sumOf } from './sorting.js';

/** What the sessions of the list come to together. */
export function Totals({
  sessions,
  pricesDate,
}: {
  readonly sessions: readonly ListedSession[];
  readonly pricesDate: string;
}) {
  const sum = useMemo(() => sumOf(sessions), [sessions]);
  const { paid, without } = sum.money;
  return (
    <section class="cards" aria-label="All of them together">
      <div class="card lead">
        <b>{sum.priced > 0 ? share(without - paid, without) : '–'}</b>
        <span>
          less paid for input: {dollars(paid)} in the place of {dollars(without)}, cache included
          <small>
            List prices of {pricesDate}; {counted(sum.priced, 'request')} with a price.
          </small>
        </span>
      </div>
      <div class="card">
        <b>{amount(sum.before - sum.after)}</b>
        <span>tokens less, of {amount(sum.before)}</span>
      </div>
      <div class="card">
        <b>{share(sum.usage.cacheRead, sum.usage.input + sum.usage.cacheRead + sum.usage.cacheWrite)}</b>
        <span>of the input came from the provider’s cache</span>
      </div>
      <div class={sum.changed > 0 ? 'card fault' : 'card'}>
        <b>{sum.changed.toLocaleString('en-US')}</b>
        <span>{sum.changed > 0 ? 'prefixes were changed by us: faults' : 'prefixes changed by us'}</span>
      </div>
    </section>
  );
}
