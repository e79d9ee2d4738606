import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { SessionRecord } from '../book/record.js';
import { amount, dollars, share } from './format.js';

const HEIGHT = 190;

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

interface PlotProps {
  readonly label: string;
  readonly data: readonly (readonly (number | null)[])[];
  /** The colour of each series, as the style names it. */
  readonly series: readonly string[];
  readonly isBars?: boolean;
  readonly format: (value: number) => string;
}

function Plot({ label, data, series, isBars = false, format }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let plot: uPlot | undefined;
    const draw = () => {
      plot?.destroy();
      plot = new uPlot(optionsFor(element, series, isBars, format), data as uPlot.AlignedData, element);
    };
    draw();
    const size = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }));
    size.observe(element);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      size.disconnect();
      dark.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [data, series, isBars, format]);
  return <div class="plot" ref={box} role="img" aria-label={label} />;
}

function optionsFor(
  element: HTMLElement,
  series: readonly string[],
  isBars: boolean,
  format: (value: number) => string,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour('--soft'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, ...(isBars && { range: (_, least, most) => [least - 0.6, most + 0.6] }) },
      y: { range: (_, __, most) => [0, most * 1.05 || 1] },
    },
    axes: [
      { ...axis, size: 30, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100] },
      { ...axis, size: 56, values: (_, values) => values.map(format) },
    ],
    series: [
      {},
      ...series.map((name, nth): uPlot.Series => {
        const stroke = colour(name);
        if (isBars) return { fill: stroke, width: 0, points: { show: false }, paths: barPaths() };
        return { stroke, width: 2, points: { show: false }, ...(nth === 0 ? { dash: [5, 4] } : {}) };
      }),
    ],
  };
}

function barPaths(): uPlot.Series.PathBuilder {
  return (uPlot.paths.bars as uPlot.Series.BarsPathBuilderFactory)({ size: [0.8, 28] });
}
