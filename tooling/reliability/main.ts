/** Hurts everything that can be hurt: `npm run reliability [-- --quick | --report | --only PART]`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Finding } from './part.js';
import { PARTS } from './parts.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

interface Done {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

const done: Done[] = [];
for (const part of PARTS.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()))) {
  const start = performance.now();
  const findings = await part.run(values.quick ? 'quick' : 'full');
  done.push({ name: part.name, findings, seconds: (performance.now() - start) / 1000 });
  for (const { what, tried, faults, note } of findings)
    console.log(
      `${faults.length === 0 ? 'ok   ' : 'FAULT'} ${part.name}, ${what}: ${tried}${note ? `; ${note}` : ''}${faults.map((fault) => `\n      ${fault}`).join('')}`,
    );
}

const file = new URL('../../docs/reports/reliability.md', import.meta.url);

function section({ name, findings, seconds }: Done): string {
  const on = `${seconds.toFixed(0)} s on Node ${process.versions.node} with ${availableParallelism()} cores under a load of ${Math.round(loadavg()[1] ?? 0)}${values.quick ? ', quick' : ''}`;
  const rows = findings.map(
    ({ what, tried, faults, note }) =>
      `| ${what} | ${tried.toLocaleString('en')} | ${faults.join('; ') || 'none'} | ${note ?? ''} |`,
  );
  return [`## ${name}`, '', `${on}.`, '', '| What | Tried | Faults | |', '| --- | ---: | --- | --- |', ...rows].join(
    '\n',
  );
}

/** The report with the sections of what was run now in the place of earlier ones. */
function report(): string {
  const sections = new Map<string, string>();
  const before = existsSync(file) ? readFileSync(file, 'utf8').split(/\n(?=## )/) : [];
  for (const part of before.slice(1)) sections.set(/^## (.*)/.exec(part)?.[1] ?? '', part.trim());
  for (const one of done) sections.set(one.name, section(one));
  const head =
    '# Reliability\n\nWhat `npm run reliability -- --report` tried and found. A small share of it runs with `npm test`. Faults are listed, not hidden.';
  return `${[head, ...PARTS.map(({ name }) => sections.get(name)).filter((part) => part !== undefined)].join('\n\n')}\n`;
}

if (values.report) writeFileSync(file, report());
process.exit(done.some(({ findings }) => findings.some(({ faults }) => faults.length > 0)) ? 1 : 0);
