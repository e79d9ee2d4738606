import type { Grid } from '../adversarial/grid.js';
import { REFERENCE } from '../cases/shared-bench.js';
import type { Questions, Tally } from '../questions/questions.js';
import type { SessionReport } from '../sessions/sessions.js';
import type { MethodScore, Survival } from '../survival/survival.js';
import type { Results } from '../tasks.js';
import { type Bar, barChart, courseChart, escapeHtml } from './charts.js';
import { STYLE } from './style.js';
import { shown } from './table.js';

const key = (...tones: readonly (readonly [string, string])[]) =>
  `<div class="key">${tones.map(([tone, text]) => `<span style="--tone:var(--${tone})">${text}</span>`).join('')}</div>`;

const savingsBar = (label: string, sum: { saved: number; safe: number; kept: number }): Bar => ({
  label,
  parts: [
    { value: sum.safe, tone: 'safe', title: `${shown(sum.safe)} % saved safely` },
    {
      value: Math.max(0, sum.saved - sum.safe),
      tone: 'risky',
      title: `${shown(sum.saved - sum.safe)} % saved with a fact lost`,
    },
  ],
  note: `${shown(sum.safe)} % · facts ${shown(sum.kept)} %`,
});

const shortTitle = (title: string) =>
  title.replace('Headroom for TypeScript', 'Headroom').replace(/ \((?:first|recorded).*/, '');

function methodChart(title: string, scores: readonly MethodScore[], extra: Bar[] = []): string {
  const bars = [...scores.map((score) => savingsBar(shortTitle(score.title), score.all)), ...extra];
  return `<h3>${escapeHtml(title)}</h3>${barChart(title, bars)}`;
}

function survivalPart({ own, shared }: Survival): string {
  const kinds = Object.entries(own[0]?.kinds ?? {}).map(([kind, sum]) => savingsBar(`${kind} (${sum.cases})`, sum));
  const reference = savingsBar('Reference 0.28 (recorded)', REFERENCE);
  return `<h2>Tokens saved, and at what price</h2>
<p>Percent of all tokens of the conversations. Savings are safe where every fact the question needs is still literally in the text.</p>
${key(['safe', 'saved safely'], ['risky', 'saved, but a fact is gone'])}
${methodChart(`${own[0]?.all.cases ?? 0} tool outputs of this repository`, own)}
${shared ? methodChart(`${shared[0]?.all.cases ?? 0} recorded tool outputs`, shared, [reference]) : ''}
<h3>By kind of text, ${escapeHtml(shortTitle(own[0]?.title ?? ''))}</h3>${barChart('By kind of text', kinds)}`;
}

function tallyBars(tallies: Readonly<Record<string, Tally>>): Bar[] {
  return Object.entries(tallies).map(([type, { asked, answered, recoverable, lost, accuracy }]) => ({
    label: `${type} (${asked})`,
    parts: [
      { value: (100 * answered) / asked, tone: 'safe', title: `${answered} answered from the text` },
      { value: (100 * recoverable) / asked, tone: 'risky', title: `${recoverable} need the original` },
      { value: (100 * lost) / asked, tone: 'lost', title: `${lost} lost` },
    ],
    note: `${shown(accuracy)} %`,
  }));
}

function questionPart({ known, later, sources }: Questions): string {
  return `<h2>Questions made from ${sources} texts</h2>
<p>Answered by exact lookup in what is left of the text; no model is asked.</p>
${key(['safe', 'answered from the text'], ['risky', 'answered after retrieving'], ['lost', 'lost'])}
<h3>The question is known when the text is compressed</h3>${barChart('Known questions', tallyBars(known))}
<h3>The question comes later</h3>${barChart('Later questions', tallyBars(later))}`;
}

function sessionPart(reports: readonly SessionReport[]): string {
  const charts = reports.map(({ title, course, costs, requests, brokenPrefixes }) => {
    const bills = costs.map((cost) => `${cost.provider} ${shown(cost.saved)} %`).join(' · ');
    const proof = brokenPrefixes === 0 ? 'each a prefix of the next' : `${brokenPrefixes} broken prefixes`;
    return `<div><h3>${escapeHtml(title)}</h3>${courseChart(title, course)}<p>${requests} requests, ${proof}. Saved: ${escapeHtml(bills)}.</p></div>`;
  });
  return `<h2>What a session costs</h2>
<p>The bill for input so far, in tokens at the uncached price, with Anthropic’s prices for cache reads (0.1x) and writes (1.25x).</p>
${key(['plain', 'as it was'], ['safe', 'compressed'])}<div class="courses">${charts.join('')}</div>`;
}

function gridPart({ cells, lost, obeyedSpoofs }: Grid): string {
  const carriers = [...new Set(cells.map((cell) => cell.carrier))];
  const rows = [...new Set(cells.map((cell) => cell.payload))].map((payload) => {
    const tds = carriers.map((carrier) => {
      const mine = cells.filter((cell) => cell.payload === payload && cell.carrier === carrier);
      const retained = mine.filter((cell) => cell.outcome === 'retained').length;
      const tone = mine.some((cell) => cell.outcome === 'lost') ? 'gone' : retained === mine.length ? 'all' : 'some';
      return `<td class="${tone}"><b>${retained}</b>/${mine.length}</td>`;
    });
    return `<tr><th>${escapeHtml(payload)}</th>${tds.join('')}</tr>`;
  });
  return `<h2>Needles in hay</h2>
<p>How many of the positions keep the needle in the text. Green: all. Amber: the rest is behind a key. Red: something is lost. In all ${cells.length} cells ${lost} are lost and ${obeyedSpoofs} forged markers were obeyed.</p>
<div class="scroll"><table><tr><th></th>${carriers.map((name) => `<th>${escapeHtml(name)}</th>`).join('')}</tr>${rows.join('')}</table></div>`;
}

/** The report as one page that needs nothing from elsewhere. */
export function html({ survival, questions, sessions, adversarial }: Results): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Headroom: evaluation</title><style>${STYLE}</style></head><body>
<h1>Headroom for TypeScript: evaluation</h1>
<p>Written by <code>npm run evals -- report</code>. Tokens are o200k_base. No model is asked and no network is used.</p>
${survival ? survivalPart(survival) : ''}
${questions ? questionPart(questions) : ''}
${sessions ? sessionPart(sessions) : ''}
${adversarial ? gridPart(adversarial) : ''}
<h2>Runs with a model</h2><p>Not run here: no model was at hand, and no run is made up. <code>npm run evals -- suite --provider … --model … --tier 1</code> asks one and writes a report of its own.</p>
</body></html>
`;
}
