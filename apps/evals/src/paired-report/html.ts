import type { Analysis, ArmResult } from '../paired/analyse.js';
import { escapeHtml } from '../report/charts.js';
import { STYLE } from '../report/style.js';
import {
  caveats,
  howCounted,
  inBrief,
  inputTokens,
  judgementWords,
  money,
  percent,
  probability,
  range,
  savedWords,
  signed,
  startedAt,
  unitOf,
  whereRun,
} from './texts.js';

const OWN_STYLE = `
.brief { font-size: 1.06rem; color: var(--ink); max-width: 76ch; } .bad { color: var(--lost); }
.wide { width: min(1240px, 94vw); margin-left: 50%; transform: translateX(-50%); }
.wide table { font-size: .79rem; } td, th { white-space: nowrap; padding: .32rem .38rem; } .wide thead th { white-space: normal; vertical-align: bottom; max-width: 8.5em; } td:first-child { text-align: left; } td .sub { display: block; color: var(--faint); font-size: .78rem; }
tr.ours td { font-weight: 600; } tr.ours .sub { font-weight: 400; } tr.self td { color: var(--faint); }
.band { fill: var(--track); } .zero { stroke: var(--rule); stroke-width: 1.5; } .reach { stroke-width: 2.5; } .dot-safe { fill: var(--safe); } .dot-risky { fill: var(--risky); } .dot-lost { fill: var(--lost); }
.reach-safe { stroke: var(--safe); } .reach-risky { stroke: var(--risky); } .reach-lost { stroke: var(--lost); }
ul { color: var(--faint); max-width: 76ch; padding-left: 1.1rem; } li { margin: .3rem 0; } code { font-size: .92em; }
`;

const WIDTH = 760;
const LEFT = 265;
const RIGHT = 150;
const ROW = 30;

const toneOf = ({ judgement }: ArmResult) => (judgement === 'worse' ? 'lost' : judgement === 'open' ? 'risky' : 'safe');

interface Span {
  readonly label: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly tone: string;
  readonly note: string;
}

/** Values with their intervals on one scale around zero, and a band of what counts as no difference. */
function spanChart(title: string, spans: readonly Span[], band: number): string {
  const most = Math.max(
    0.1,
    band * 1.5,
    ...spans.flatMap(({ at, low, high }) => [at, low, high].map((one) => Math.min(1, Math.abs(one)))),
  );
  const x = (value: number) =>
    LEFT + ((Math.max(-most, Math.min(most, value)) + most) / (2 * most)) * (WIDTH - LEFT - RIGHT);
  const height = spans.length * ROW + 24;
  const rows = spans.map(({ label, at, low, high, tone, note }, i) => {
    const y = i * ROW + 15;
    return `<text class="label" x="${LEFT - 12}" y="${y + 5}">${escapeHtml(label)}</text><line class="reach reach-${tone}" x1="${x(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${y}" y2="${y}"/><circle class="dot-${tone}" cx="${x(at).toFixed(1)}" cy="${y}" r="5"/><text class="note" x="${WIDTH - RIGHT + 12}" y="${y + 5}">${escapeHtml(note)}</text>`;
  });
  const bandRect =
    band > 0
      ? `<rect class="band" x="${x(-band).toFixed(1)}" y="0" width="${(x(band) - x(-band)).toFixed(1)}" height="${height - 20}"/>`
      : '';
  const ticks = [-most, 0, most].map(
    (value) =>
      `<text class="tick" text-anchor="middle" x="${x(value).toFixed(1)}" y="${height - 4}">${signed(value)}</text>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${bandRect}<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height - 20}"/>${rows.join('')}${ticks.join('')}</svg>`;
}

const shortTitle = (title: string) => title.replace('Self-test: ', '');

function charts(rich: readonly ArmResult[], margin: number): string {
  const shown = rich.filter(({ kind }) => kind !== 'baseline');
  const solved = shown.map((one) => ({
    label: shortTitle(one.title),
    at: one.difference,
    low: one.interval[0],
    high: one.interval[1],
    tone: toneOf(one),
    note: `${one.solved}/${one.items} · ${judgementWords(one)}`,
  }));
  const saved = shown.map((one) => ({
    label: shortTitle(one.title),
    at: Math.max(-1, one.saved),
    low: Math.max(-1, one.savedInterval.low),
    high: one.savedInterval.high,
    tone: one.judgement === 'worse' ? 'lost' : one.saved >= 0 ? 'safe' : 'risky',
    note: one.solved === 0 ? 'none solved' : savedWords(one.saved),
  }));
  return `<h2>Solved, against the baseline</h2>
<p>Points of the share solved, with 95 % intervals. Grey: the margin of ${percent(margin, 0)} points that was stated before.</p>${spanChart('Share solved less the baseline’s', solved, margin)}
<h2>What a solved item costs less</h2>
<p>Percent, with 95 % intervals by bootstrap; left of the line it costs more. What is worse at solving is red, whatever it saves.</p>${spanChart('Cost of a solved item, saved', saved, 0)}`;
}

const HEADER = (unit: string) => [
  'arm',
  'solved',
  'difference',
  'p',
  'judgement',
  'score',
  `${unit} per solved`,
  'saved %',
  'input tokens',
  'cached',
  'requests',
  'retrievals',
  'rereads',
  'ms',
  'own ms',
];

function armRow(one: ArmResult, rank: number): string {
  const isBase = one.kind === 'baseline';
  const sub = (text: string) => `<span class="sub">${escapeHtml(text)}</span>`;
  const cells = [
    `${rank}. ${escapeHtml(one.title)}`,
    `${one.solved}/${one.items}`,
    isBase ? '' : `${signed(one.difference)}${sub(range(...one.interval))}`,
    isBase ? '' : escapeHtml(probability(one.pAdjusted)),
    judgementWords(one),
    isBase ? '' : `${signed(one.scoreDifference)}${sub(range(one.scoreInterval.low, one.scoreInterval.high))}`,
    money(one.costPerSolved),
    isBase ? '' : `${signed(one.saved)}${sub(range(one.savedInterval.low, one.savedInterval.high))}`,
    inputTokens(one).toLocaleString('en'),
    one.usage.cached.toLocaleString('en'),
    one.requests,
    one.retrievals,
    one.rereads,
    Math.round(one.ms),
    Math.round(one.ownMs),
  ];
  const tone = one.kind === 'ours' ? 'ours' : one.kind === 'self-test' ? 'self' : '';
  return `<tr class="${tone}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function armTable(results: readonly ArmResult[], order: readonly string[], unit: string): string {
  const rows = order.flatMap((name, i) => {
    const one = results.find(({ arm }) => arm === name);
    return one ? [armRow(one, i + 1)] : [];
  });
  const header = HEADER(unit).map((name) => `<th scope="col">${escapeHtml(name)}</th>`);
  return `<div class="scroll wide"><table><thead><tr>${header.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function taskTable({ tasks, rich }: Analysis): string {
  const shown = rich.filter(({ kind }) => kind !== 'self-test');
  const header = ['task', ...shown.map(({ title }) => title)].map((name) => `<th scope="col">${escapeHtml(name)}</th>`);
  const rows = tasks.map(({ task, rich, thin, arms }) => {
    const cells = shown.map(({ arm }) => {
      const one = arms.find((sum) => sum.arm === arm);
      return one
        ? `<td>${one.solved}/${one.items}<span class="sub">${arm === shown[0]?.arm ? '' : savedWords(one.saved)}</span></td>`
        : '<td></td>';
    });
    return `<tr><td>${escapeHtml(task)}<span class="sub">${rich} rich, ${thin} thin</span></td>${cells.join('')}</tr>`;
  });
  return `<div class="scroll wide"><table><thead><tr>${header.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** The report of a run as one page that needs nothing from elsewhere. */
export function runHtml(analysis: Analysis, problems: readonly string[]): string {
  const { plan, counts, rich, thin, ranking } = analysis;
  const unit = unitOf(analysis);
  const failed = problems.map((one) => `<li class="bad">${escapeHtml(one)}</li>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Headroom: evaluation with a model</title><style>${STYLE}${OWN_STYLE}</style></head><body>
<h1>Headroom: evaluation with a model</h1>
<p>${escapeHtml(whereRun(analysis))}</p>
<p>${counts.whole} of ${counts.planned} items, each with all ${plan.arms.length} arms: ${counts.rich} rich, ${counts.thin} thin. Seed ${plan.seed}, tier ${plan.tier}, started ${escapeHtml(startedAt(analysis))}.</p>
${caveats(analysis)
  .map((line) => `<p class="bad">${escapeHtml(line)}</p>`)
  .join('')}
<p class="brief">${escapeHtml(inBrief(analysis))}</p>
${failed ? `<ul>${failed}</ul>` : ''}
${counts.rich === 0 ? '' : charts(rich, plan.margin)}
<h2>Rich items</h2>${armTable(rich, ranking, unit)}
<h2>Thin items: nothing to compress</h2>${
    counts.thin === 0
      ? '<p>None.</p>'
      : armTable(
          thin,
          thin.map(({ arm }) => arm),
          unit,
        )
  }
<h2>By task: solved, and what a solved item costs less</h2>${taskTable(analysis)}
<h2>How it is counted</h2><ul>${howCounted(analysis)
    .map((line) => `<li>${escapeHtml(line)}</li>`)
    .join('')}</ul>
<p>The rows are in <code>rows.jsonl</code>, one conversation a line; <code>evals report --rows rows.jsonl</code> counts them again.</p>
</body></html>
`;
}
