/** Text as it may stand in HTML and SVG. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

const WIDTH = 760;
const LABEL = 195;
const NOTE = 185;
const ROW = 30;
const span = WIDTH - LABEL - NOTE;

/** One labelled bar, in parts that are laid end to end; each part has a class for its colour. */
export interface Bar {
  readonly label: string;
  readonly parts: readonly { readonly value: number; readonly tone: string; readonly title: string }[];
  readonly note: string;
}

function barRow({ label, parts, note }: Bar, at: number, most: number): string {
  let x = LABEL;
  const y = at * ROW;
  const rects = parts.map(({ value, tone, title }) => {
    const width = Math.max(0, (value / most) * span);
    const rect = `<rect class="${tone}" x="${x.toFixed(1)}" y="${y + 6}" width="${width.toFixed(1)}" height="18" rx="2"><title>${escapeHtml(title)}</title></rect>`;
    x += width;
    return rect;
  });
  return `<text class="label" x="${LABEL - 10}" y="${y + 19}">${escapeHtml(label)}</text><rect class="track" x="${LABEL}" y="${y + 6}" width="${span}" height="18" rx="2"/>${rects.join('')}<text class="note" x="${LABEL + span + 10}" y="${y + 19}">${escapeHtml(note)}</text>`;
}

/** Horizontal bars on one scale from 0 to `most`. */
export function barChart(title: string, bars: readonly Bar[], most = 100): string {
  const height = bars.length * ROW + 6;
  const rows = bars.map((bar, i) => barRow(bar, i, most)).join('');
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${rows}</svg>`;
}

const PLOT = { width: 360, height: 190, left: 46, bottom: 24, top: 10, right: 12 };

const short = (value: number) => (value >= 1000 ? `${Math.round(value / 1000)}k` : String(Math.round(value)));

/** Two lines over the requests of a session: uncompressed and compressed. */
export function courseChart(title: string, course: readonly (readonly [number, number])[]): string {
  const { width, height, left, bottom, top, right } = PLOT;
  const most = Math.max(1, ...course.flat());
  const x = (i: number) => left + (i / Math.max(1, course.length - 1)) * (width - left - right);
  const y = (value: number) => height - bottom - (value / most) * (height - bottom - top);
  const line = (which: 0 | 1, tone: string) =>
    `<polyline class="line ${tone}" points="${course.map((point, i) => `${x(i).toFixed(1)},${y(point[which]).toFixed(1)}`).join(' ')}"/>`;
  const ticks = [0, 0.5, 1].map((share) => {
    const at = y(most * share).toFixed(1);
    return `<line class="grid" x1="${left}" x2="${width - right}" y1="${at}" y2="${at}"/><text class="tick end" x="${left - 6}" y="${Number(at) + 4}">${short(most * share)}</text>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${ticks.join('')}${line(0, 'stroke-plain')}${line(1, 'stroke-safe')}<text class="tick" x="${left}" y="${height - 6}">request 1</text><text class="tick end" x="${width - right}" y="${height - 6}">${course.length}</text></svg>`;
}
