import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

const HEIGHT = 190;

interface PlotProps {
  readonly label: string;
  readonly data: readonly (readonly (number | null)[])[];
  /** The colour of each series, as the style names it. */
  readonly series: readonly string[];
  readonly isBars?: boolean;
  readonly format: (value: number) => string;
}

/** A chart that follows the width and the colours of the page. */
export function Plot({ label, data, series, isBars = false, format }: PlotProps) {
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
