import type { Command } from 'commander';
import type { Row } from '../doctor/row.js';
import { dim, green, printText, red, yellow } from '../print.js';

interface Flags {
  readonly json?: boolean;
  readonly fix?: boolean;
}

const EXAMPLES = `
Examples:
  headroom doctor            what is set up here, whether it works, and what to do
  headroom doctor --fix      and mend what can be mended
  headroom doctor --json | jq '.rows[] | select(.status != "ok")'

Exit codes: 0 all is well, 1 something should be looked at, 2 something does not work.`;

const EXIT = { ok: 0, warn: 1, fail: 2 } as const;

/** `headroom doctor`: looks at the service, the store and the agents of this machine, as they really are. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Look at the service, the store and the agents here, and say what is wrong and what to do')
    .option('--json', 'print the rows as JSON')
    .option('--fix', 'mend what can be mended')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ json, fix }: Flags): Promise<void> {
  const [{ diagnose }, { statusOf }] = await Promise.all([import('../doctor/diagnose.js'), import('../doctor/row.js')]);
  let rows = await diagnose();
  const fixed: string[] = [];
  if (fix) {
    for (const { name, fix: mend } of rows) if (mend) fixed.push(`${name}: ${await mend()}`);
    if (fixed.length > 0) rows = await diagnose();
  }
  const status = statusOf(rows);
  const plain = rows.map(({ fix: mend, ...row }) => ({ ...row, canFix: mend !== undefined }));
  if (json) printText(`${JSON.stringify({ status, rows: plain, ...(fix ? { fixed } : {}) }, null, 2)}\n`);
  else printText(inWords(rows, fixed, status));
  process.exitCode = EXIT[status];
}

const MARKS: Readonly<Record<Row['status'], string>> = { ok: '✓', warn: '!', fail: '✗', skip: '·' };
const PAINTS: Readonly<Record<Row['status'], (text: string) => string>> = {
  ok: green,
  warn: yellow,
  fail: red,
  skip: dim,
};

function inWords(rows: readonly Row[], fixed: readonly string[], status: 'ok' | 'warn' | 'fail'): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 6);
  const lines = rows.flatMap(({ name, status: of, summary, hint }, at) => {
    const isAgain = rows[at - 1]?.name === name;
    const text = of === 'skip' ? dim(summary) : summary;
    const row = `  ${PAINTS[of](MARKS[of])} ${(isAgain ? '' : name).padEnd(width)}  ${text}`;
    return of === 'ok' ? [row] : [row, `${indent}${dim(`→ ${hint}`)}`];
  });
  const mended = fixed.map((text) => `  ${green('✓')} mended ${text}`);
  const names = [...new Set(rows.filter(({ fix }) => fix).map(({ name }) => name))];
  const more = names.length === 0 ? '' : ` \`headroom doctor --fix\` mends ${names.join(' and ')}.`;
  const last = {
    ok: green('All is well.'),
    warn: yellow('Something should be looked at.'),
    fail: red('Something does not work.'),
  };
  return `${[...mended, ...lines].join('\n')}\n\n  ${last[status]}${more}\n`;
}
