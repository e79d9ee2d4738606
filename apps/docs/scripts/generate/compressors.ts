import { readdirSync } from 'node:fs';
import { createHeadroom, memory } from '@headroom/core';
import { ROOT, read, write } from './files.js';
import { fenced, shown } from './markdown.js';

const FOLDER = 'packages/core/src/compressors/';
/** A page shows as many lines of a text, so many of them at its end. */
const MOST_LINES = 44;
const LAST_LINES = 12;
const MOST_COLUMNS = 400;
/** An example is taken from fixtures of these lengths, which a reader can look through. */
const LEAST = 1500;
const MOST = 60_000;

/** One fixture, sent as the result of a tool. */
interface Example {
  readonly fixture: string;
  readonly question: string;
  readonly before: string;
  readonly after: string;
  readonly outcome: string;
  readonly licence: string | undefined;
  readonly tokens: readonly [before: number, after: number];
  readonly why: string;
}

const MODEL = 'gpt-4o';

async function tried(kind: string, fixture: string): Promise<Example | undefined> {
  const [, head = '', before = ''] =
    /^(?:#\? ([^\n]*)\n)?([\s\S]*)$/.exec(read(`${FOLDER}${kind}/fixtures/${fixture}`)) ?? [];
  if (before.length < LEAST || before.length > MOST) return undefined;
  const question = head.split('|')[0]?.trim() ?? '';
  const call = { id: 'c', type: 'function', function: { name: 'run', arguments: '{}' } };
  const messages = [
    { role: 'user', content: question || 'What is this?' },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c', content: before },
  ];
  const engine = createHeadroom({ model: MODEL, store: memory() });
  const result = await engine.compress(messages);
  const block = result.blocks.find(({ role }) => role === 'tool');
  if (!block || block.compressor !== kind.replaceAll('-', '_')) return undefined;
  const { content } = result.messages[2] as { readonly content: string };
  return {
    fixture,
    question,
    before,
    after: content,
    outcome: block.outcome,
    licence: block.licence,
    tokens: [block.tokensBefore, block.tokensAfter],
    why: block.decisions.map(({ pass, action, reason }) => `${pass}: ${action} (${reason})`).join('\n'),
  };
}

/** The example that saves most among those that leave something out, else the one that saves most. */
async function exampleOf(kind: string): Promise<Example | undefined> {
  const files = readdirSync(`${ROOT}${FOLDER}${kind}/fixtures`)
    .filter((file) => file.endsWith('.in.txt'))
    .sort();
  const all: Example[] = [];
  for (const file of files) {
    const example = await tried(kind, file);
    if (example) all.push(example);
  }
  const rank = ({ outcome, tokens: [before, after] }: Example) => (outcome === 'trimmed' ? 1 : 0) + 1 - after / before;
  return all.sort((a, b) => rank(b) - rank(a))[0];
}

function part(text: string): string {
  const lines = text
    .split('\n')
    .map((line) =>
      line.length > MOST_COLUMNS
        ? `${line.slice(0, MOST_COLUMNS)} … (${(line.length - MOST_COLUMNS).toLocaleString('en-US')} more characters)`
        : line,
    );
  if (lines.length <= MOST_LINES) return lines.join('\n');
  const left = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES - LAST_LINES),
    `      ⋮  ${left.toLocaleString('en-US')} lines that this page does not show`,
    ...lines.slice(-LAST_LINES),
  ].join('\n');
}

/** What a compressor says of itself: the comment above its factory. */
function saidOf(kind: string): string {
  const file = `${FOLDER}${kind}/${kind}.ts`;
  const comments = [...read(file).matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export function/g)];
  const text = (comments[0]?.[1] ?? '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return shown(text, file).trim();
}

const NAMES: Readonly<Record<string, string>> = {
  blob: 'Blobs: base64, hex, binary',
  code: 'Source code',
  config: 'Settings',
  diff: 'Diffs',
  'drawn-tree': 'Drawn trees',
  'file-view': 'Files with line numbers',
  'git-log': 'History and blame of git',
  html: 'Web pages',
  listing: 'Listings of files',
  log: 'Logs',
  'page-tree': 'Accessibility trees of pages',
  records: 'Records known by their build',
  search: 'Search results',
  sheet: 'Sheets of name and value',
  'smart-crusher': 'JSON',
  'stack-trace': 'Stack traces',
  table: 'Tables',
  'test-report': 'Test reports',
  text: 'Prose',
};

const percent = ([before, after]: readonly [number, number]): string => `${Math.round((1 - after / before) * 100)} %`;

function pageOf(kind: string, example: Example | undefined): string {
  const name = NAMES[kind] ?? kind;
  const head = `---\naside: false\n---\n\n# ${name}\n\n${saidOf(kind)}\n\nName in results: \`${kind.replaceAll('-', '_')}\`.\n`;
  if (!example) return `${head}\nNo fixture of a length to show is shortened by this one alone.\n`;
  const { fixture, question, before, after, outcome, licence, tokens, why } = example;
  const what =
    outcome === 'trimmed'
      ? `something left out, under the licence *${licence}*`
      : 'nothing left out, the same spelled shorter';
  return `${head}
## Before and after

A real output from this repository's fixtures (\`${fixture.replace('.in.txt', '')}\`)${question ? `, asked *${shown(question, FOLDER).trim()}*` : ''}: ${what}.
**${tokens[0].toLocaleString('en-US')} → ${tokens[1].toLocaleString('en-US')} tokens, ${percent(tokens)} less** (\`${MODEL}\`).

<div class="pair">
<div class="half">

### Before

${fenced(part(before))}
</div>
<div class="half">

### After

${fenced(part(after))}
</div>
</div>

## Why

${fenced(why)}`;
}

/** A page for every compressor, and the table of all. */
export async function writeCompressors(): Promise<void> {
  const kinds = readdirSync(ROOT + FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const { figures } = JSON.parse(read('docs/reports/evals.json')) as {
    readonly figures: Readonly<Record<string, number>>;
  };
  const rows: string[] = [];
  for (const kind of kinds) {
    const example = await exampleOf(kind);
    write(`pages/compressors/kinds/${kind}.md`, pageOf(kind, example));
    const said = example
      ? `${example.tokens[0].toLocaleString('en-US')} → ${example.tokens[1].toLocaleString('en-US')} | ${percent(example.tokens)} | ${example.licence ?? 'none needed'}`
      : '– | – | –';
    const all = figures[`savings.own.balanced.${kind}`];
    rows.push(
      `| [${NAMES[kind] ?? kind}](/compressors/kinds/${kind}) | ${all === undefined ? '–' : `${all} %`} | ${said} |`,
    );
  }
  write(
    'generated/compressors.md',
    `| kind of text | less, all fixtures | tokens of the example | less | licence |\n| --- | ---: | ---: | ---: | --- |\n${rows.join('\n')}\n`,
  );
}
