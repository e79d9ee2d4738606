import type { Grid } from '../adversarial/grid.js';
import type { Questions, Tally } from '../questions/questions.js';
import { CACHE_PRICES, CACHE_PRICES_DATE } from '../sessions/prices.js';
import type { SessionReport } from '../sessions/sessions.js';
import type { Results } from '../tasks.js';
import { askedSection } from './asked-section.js';
import { supportSection } from './support-section.js';
import { survivalTables } from './survival-tables.js';
import { shown, table } from './table.js';

function tallyTable(tallies: Readonly<Record<string, Tally>>): string {
  return table(
    ['questions', 'asked', 'answered', 'retrievable', 'lost', 'accuracy %'],
    Object.entries(tallies).map(([type, { asked, answered, recoverable, lost, accuracy }]) => [
      type,
      asked,
      answered,
      recoverable,
      lost,
      shown(accuracy),
    ]),
  );
}

function questionSection({ known, later, sources }: Questions): string {
  return [
    '## Questions made from the text',
    `Ids, extremes, counts, errors, first and last, definitions, from ${sources} texts; answered by exact lookup, without a model.`,
    'Known when the text was compressed, as in an agent’s turn:',
    tallyTable(known),
    'Asked later, of a text that was compressed for something else:',
    tallyTable(later),
  ].join('\n\n');
}

function sessionSection(reports: readonly SessionReport[]): string {
  const providers = CACHE_PRICES.map((price) => price.name);
  const rows = reports.map((report) => [
    report.title,
    report.requests,
    report.tokensPlain,
    report.tokensCompressed,
    ...report.costs.map((cost) => shown(cost.saved)),
    report.brokenPrefixes,
    report.costs[0]?.retrievesToBreakEven ?? 0,
  ]);
  const notes = CACHE_PRICES.map(
    (price) => `- ${price.name}: read ${price.read}x, write ${price.write}x (${price.source})`,
  );
  return [
    '## Sessions, with the price of the prompt cache',
    'Each request is compressed from scratch, as by another process, and billed on a cache of prefixes. Percent of the input bill saved; requests that do not begin with the one before; whole originals that could be brought back before the saving at the first provider is gone.',
    table(
      [
        'session',
        'requests',
        'tokens sent',
        'compressed',
        ...providers.map((name) => `${name} %`),
        'broken prefixes',
        'retrieves to break even',
      ],
      rows,
    ),
    `Prices as of ${CACHE_PRICES_DATE}:\n\n${notes.join('\n')}`,
  ].join('\n\n');
}

function gridSection({ cells, retained, recoverable, lost, missedSignals, obeyedSpoofs }: Grid): string {
  const payloads = [...new Set(cells.map((cell) => cell.payload))];
  const rows = payloads.map((name) => {
    const mine = cells.filter((cell) => cell.payload === name);
    const of = (outcome: string) => mine.filter((cell) => cell.outcome === outcome).length;
    const saved = mine.reduce((sum, cell) => sum + cell.saved, 0) / mine.length;
    return [
      name,
      mine[0]?.signal ? 'yes' : 'no',
      mine.length,
      of('retained'),
      of('recoverable'),
      of('lost'),
      shown(saved),
    ];
  });
  return [
    '## Adversarial grid',
    `${cells.length} cells (payload x carrier x position): ${retained} needles retained, ${recoverable} behind a key, ${lost} lost. Signals missed: ${missedSignals}. Forged markers obeyed: ${obeyedSpoofs}.`,
    table(['payload', 'signal', 'cells', 'retained', 'retrievable', 'lost', 'saved %'], rows),
  ].join('\n\n');
}

/** The report for people, in markdown. */
export function markdown({ survival, questions, sessions, support, adversarial, published }: Results): string {
  const parts = [
    '# Evaluation',
    'Written by `npm run evals -- report`; no model is asked, no network used. Tokens are `o200k_base`. *Safe* savings count only where every fact is still in the text and nothing but the words of tools changed.',
    survival ? `## Fact survival\n\n${survivalTables(survival)}` : '',
    questions ? questionSection(questions) : '',
    sessions ? sessionSection(sessions) : '',
    support ? supportSection(support) : '',
    adversarial ? gridSection(adversarial) : '',
    askedSection(published),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
