/** Hurts everything that can be hurt: `npm run reliability [-- --quick | --report | --only PART]`. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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

function report(): string {
  const lines = [
    '# Reliability',
    '',
    `What \`npm run reliability -- --report${values.quick ? ' --quick' : ''}\` did and found, on Node ${process.versions.node} with ${availableParallelism()} cores. A tenth or less of it runs with \`npm test\`.`,
  ];
  for (const { name, findings, seconds } of done) {
    lines.push(
      '',
      `## ${name} (${seconds.toFixed(0)} s)`,
      '',
      '| What | Tried | Faults | |',
      '| --- | ---: | --- | --- |',
    );
    for (const { what, tried, faults, note } of findings)
      lines.push(`| ${what} | ${tried.toLocaleString('en')} | ${faults.join('; ') || 'none'} | ${note ?? ''} |`);
  }
  return `${lines.join('\n')}\n`;
}

if (values.report) writeFileSync(new URL('../../docs/reports/reliability.md', import.meta.url), report());
process.exit(done.some(({ findings }) => findings.some(({ faults }) => faults.length > 0)) ? 1 : 0);
