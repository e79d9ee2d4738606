import type { SessionRecord } from '../book/record.js';
import { amount, dollars, share } from './format.js';
import { Plot } from './plot.js';

/** What the provider counted of each request: read from its cache, put into it, neither. */
export function CacheChart({ record }: { readonly record: SessionRecord }) {
  const steps = record.steps.flatMap((step, nth) =>
    step.usage ? [{ usage: step.usage, isFault: step.prefix === 'changed', at: record.dropped + nth + 1 }] : [],
  );
  const { usage } = record;
  const read = share(usage.cacheRead, usage.input + usage.cacheRead + usage.cacheWrite);
  return (
    <figure>
      <figcaption>
        <h2>Input by the provider’s own count</h2>
        <p class="legend">
          <span>
            <i class="k-read" />
            read from its cache
          </span>
          <span>
            <i class="k-write" />
            written into it
          </span>
          <span>
            <i class="k-plain" />
            neither
          </span>
          {record.changed > 0 && (
            <span>
              <i class="k-fault" />
              prefix changed
            </span>
          )}
        </p>
      </figcaption>
      <Plot
        label={`Tokens of input, request by request: ${read} came from the cache.`}
        data={[
          steps.map(({ at }) => at),
          steps.map(({ usage: { cacheRead, cacheWrite, input } }) => cacheRead + cacheWrite + input),
          steps.map(({ usage: { cacheRead, cacheWrite } }) => cacheRead + cacheWrite),
          steps.map(({ usage: { cacheRead } }) => cacheRead),
          steps.map(({ usage: { cacheRead, cacheWrite, input }, isFault }) =>
            isFault ? cacheRead + cacheWrite + input : null,
          ),
        ]}
        series={['--plain', '--write', '--one', '--bad']}
        isBars
        format={amount}
      />
    </figure>
  );
}

/** What was paid for input so far, and what it would have been. */
export function MoneyChart({ record }: { readonly record: SessionRecord }) {
  let [paid, without] = [0, 0];
  const sums = record.steps.flatMap((step, nth) => {
    if (!step.money) return [];
    paid += step.money.paid;
    without += step.money.without;
    return [{ at: record.dropped + nth + 1, paid, without }];
  });
  return (
    <figure>
      <figcaption>
        <h2>Paid for input so far</h2>
        <p class="legend">
          <span>
            <i class="k-read" />
            with Headroom
          </span>
          <span>
            <i class="k-line" />
            without
          </span>
        </p>
      </figcaption>
      <Plot
        label={`Dollars of input: ${dollars(paid)} with Headroom, ${dollars(without)} without.`}
        data={[sums.map(({ at }) => at), sums.map((sum) => sum.without), sums.map((sum) => sum.paid)]}
        series={['--soft', '--one']}
        format={dollars}
      />
    </figure>
  );
}
