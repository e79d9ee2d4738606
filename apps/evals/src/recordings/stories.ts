import { type Story, seen } from './story.js';

const GLOB = ['packages/core/src/reading/match-glob.ts', 'packages/core/test/match-glob.test.ts'] as const;
const numbered = (output: string, pattern: RegExp) => seen(output, pattern).replace(/^ *\d+→/gm, '');

/** An option followed from its name to the place where it works, read in part and changed there. */
function option(story: Story): string {
  story.user('Results of exactly minTokens tokens are compressed too. They should stay; find the place and change it.');
  story.grep('minTokens', 'packages/core/src');
  const run = story.read('packages/core/src/pipeline/run.ts');
  story.read('packages/core/src/pipeline/options.ts');
  const pass = story.read('packages/core/src/passes/protect.ts');
  const at = Number(seen(pass, /^ *(\d+)→.*minTokens/m));
  const part = story.read('packages/core/src/passes/protect.ts', Math.max(1, at - 8), 20);
  const old = numbered(part, /^.*minTokens.*$/m);
  story.edit('packages/core/src/passes/protect.ts', old, `${old} // at the least`);
  story.read('packages/core/src/passes/protect.ts');
  story.grep(seen(run, /retrievable|splitSections|callTime/), 'packages/core/src');
  story.answer(`The comparison is the line \`${old.trim()}\` in passes/protect.ts.`);
  return run;
}

/** A test that fails, the source behind it, a mend, the test again. */
function mend(story: Story): void {
  const [source, test] = GLOB;
  const lines = Array.from({ length: 60 }, (_, i) => {
    const name = `mcp__server${i}__${['read', 'write', 'list'][i % 3]}_rows${i}`;
    return `  it('case ${i}: ${name}', () => expect(matchesGlob('${name}', 'mcp__server${i}__*_rows${i}')).toBe(true));`;
  });
  const overlap = `  it('an end never overlaps a beginning', () => expect(matchesGlob('rows_a', 'rows_a*_a')).toBe(false));`;
  story.workspace.put(
    test,
    [
      "import { describe, expect, it } from 'vitest';",
      "import { matchesGlob } from '../src/reading/match-glob.js';",
      "describe('globs of tools', () => {",
      ...lines,
      overlap,
      '});',
      '',
    ].join('\n'),
  );
  const good = story.workspace.text(source);
  const right = 'return at <= end && fitsAt(text, last, end);';
  story.workspace.put(source, good.replace(right, 'return fitsAt(text, last, end);'));
  story.user('One test of the globs fails. Find out why and mend it.');
  const failed = story.test(GLOB);
  const row = Number(seen(failed, /match-glob\.test\.ts:(\d+)/));
  story.read(test, row - 4, 8);
  const view = story.read(source);
  story.edit(source, numbered(view, /^.*return fitsAt\(text, last, end\);$/m), `  ${right}`);
  const passed = story.test(GLOB);
  story.answer(
    `Mended: ${seen(passed, /Tests +(\d+ passed)/)} now; the last piece may not begin before the others end.`,
  );
}

/** Pages of documentation, from link to link by reference. */
function pages(story: Story): void {
  story.user('Open the project page and find out what the documentation says about sessions and about other clients.');
  const home = story.page('README.md');
  const link = (name: string, on: string) => {
    const line = on.split('\n').find((one) => one.includes(name)) ?? '';
    return { element: name, ref: seen(line, /\[ref=(e\d+)\]/) };
  };
  const evals = story.page('docs/reports/evals.md', link('link "docs/reports/evals.md"', home));
  const row = link('A growing build log polled eight times', evals);
  story.call('browser_hover', row, `Hovered over "${row.element}".`);
  const core = story.page('packages/core/README.md', link('link "Clients"', home));
  const clients = link('Mistral, OpenRouter', core);
  story.call('browser_click', clients, `Clicked on "${clients.element}".`);
  story.answer(`The sessions are in docs/reports/evals.md; other clients: "${clients.element}", ${clients.ref}.`);
}

/** A long session: the option, its history, the compiler, and at the end an edit of what was read at the beginning. */
function journey(story: Story): void {
  const run = option(story);
  history(story);
  types(story);
  story.user(
    'Good. Now say at the place in run.ts where the option is handed on that small texts are counted only there.',
  );
  const old = numbered(run, /^.*minTokens: settings\.minTokens.*$/m);
  story.edit('packages/core/src/pipeline/run.ts', old, `${old} // small texts are counted by protect`);
  story.bash('npx tsc --noEmit -p packages/core');
  story.answer(`The comment stands behind \`${old.trim()}\`.`);
}

/** The history asked for the reason of a line. */
function history(story: Story): void {
  story.user('Since when is there a guard for trimmed texts, and what did that change touch?');
  const log = story.bash("git log --format='%h %ad %s' --date=short --stat=100 -12 -- packages/core/src/pipeline");
  const id = seen(log, /^([0-9a-f]{7,}) .*guard/m);
  const shown = story.bash(`git show --stat=100 --format='%h %s%n%n%b' ${id}`);
  const file = seen(shown, /(packages\/core\/src\/pipeline\/guard\/[\w-]+\.ts)/);
  const diff = story.bash(`git show --format=%h ${id} -- ${file}`);
  story.grep(seen(diff, /^\+(?:export )?function (\w+)/m), 'packages/core/src');
  const older = seen(log, /^(?!.*guard)([0-9a-f]{7,}) /m);
  story.bash(`git diff --stat=100 ${older} ${id}`);
  story.answer(`The guard came with ${id}; its heart is ${file}.`);
}

/** A stricter setting of the compiler: many errors, some of them opened and mended. */
function types(story: Story): void {
  story.user('Which places in core break when index signatures may not be read with a dot? Mend the first two.');
  const errors = story.bash(
    'cd packages/core && npx tsc --noEmit --pretty false --noPropertyAccessFromIndexSignature -p . | head -150',
  );
  const places = [...errors.matchAll(/^((?:src|test)\/[\w/.-]+)\((\d+),\d+\): error TS4111: Property '(\w+)'/gm)];
  const files = [...new Map(places.map((place) => [place[1], place])).values()].slice(0, 2);
  for (const [, path, row, name] of files) {
    const file = `packages/core/${path}`;
    const part = story.read(file, Math.max(1, Number(row) - 5), 12);
    const old = numbered(part, new RegExp(`^ *${row}→.*$`, 'm'));
    if (story.workspace.text(file).split(old).length === 2)
      story.edit(
        file,
        old,
        old.replace(new RegExp(`(\\?)?\\.${name}\\b`), (_, maybe) => `${maybe ? '?.' : ''}['${name}']`),
      );
  }
  story.bash(`grep -c . packages/core/${places.at(-1)?.[1]}`);
  story.answer(`${places.length} places are shown; the last is ${places.at(-1)?.[1]}, line ${places.at(-1)?.[2]}.`);
}

/** Figures looked up in reports and followed to their sources. */
function figures(story: Story): void {
  story.user('Which kind of text saves least in our reports, and which compressor is that?');
  const json = story.bash('cat docs/reports/evals.json');
  const worst = seen(json, /"savings\.shared\.balanced\.(diff)"/);
  story.bash(`ls -l packages/core/src/compressors/${worst} packages/core/src/compressors/${worst}/fixtures`);
  const sizes = story.bash(
    "find packages -path '*/node_modules' -prune -o -path '*/dist' -prune -o -name '*.ts' -printf '%s %p\\n'",
  );
  const largest = [...sizes.matchAll(/^(\d+) (\S+)$/gm)].sort((a, b) => Number(b[1]) - Number(a[1]))[0]!;
  story.bash(`wc -l ${largest[2]}`);
  const manifest = story.bash('cat pnpm-workspace.yaml');
  story.grep(seen(manifest, /js-tiktoken: (\S+)/), 'pnpm-lock.yaml');
  story.answer(`Diffs save least; the largest source is ${largest[2]} with ${largest[1]} bytes.`);
}

/** A review by shell alone: numbered views, ranges, searches. */
function review(story: Story): void {
  story.user(
    'Review the retrieve code for selectors that could be read in two ways. Plan edits, do not make them yet.',
  );
  const list = story.bash('ls packages/core/src/ccr && wc -l packages/core/src/ccr/*.ts');
  const file = `packages/core/src/ccr/${seen(list, /select-part\.ts/)}`;
  const view = story.bash(`cat -n ${file}`);
  const row = Number(seen(view, /^ *(\d+)\t.*function (?!.*export)/m));
  story.bash(`sed -n '${row},${row + 30}p' ${file}`);
  const ranges = story.bash('cat -n packages/core/src/ccr/read-ranges.ts');
  const name = seen(ranges, /export function (\w+)/);
  const uses = story.bash(`git grep -n '\\b${name}\\b' -- packages`);
  story.bash(`cat -n ${seen(uses, /^(packages\/core\/src\/ccr\/(?!read-ranges|select-part)[\w.-]+):/m)}`);
  story.bash(`npx vitest list packages/core/src/ccr`);
  story.answer(`\`${name}\` is where a selector is read; \`${seen(view, /function (\w+)/)}\` decides what it means.`);
}

/** A change in two files, written, read again and looked at as a whole. */
function rename(story: Story): void {
  const [glob] = GLOB;
  story.user('Rename findPiece in match-glob.ts to firstFit everywhere and say so in its comment.');
  story.grep('findPiece|matchesGlob', 'packages');
  const view = story.read(glob);
  const declared = numbered(view, /^.*function findPiece.*$/m);
  const called = numbered(view, /^.*= findPiece.*$/m);
  story.edit(glob, declared, `/** Where a piece first fits. */\n${declared.replace('findPiece', 'firstFit')}`);
  story.edit(glob, called, called.replace('findPiece', 'firstFit'));
  story.read(glob);
  const options = story.read('packages/core/src/pipeline/options.ts');
  const use = numbered(options, /^.*MAX_GLOB_CHARACTERS.*[^;]$/m);
  story.edit('packages/core/src/pipeline/options.ts', use, `${use} // see match-glob.ts`);
  story.read('packages/core/src/pipeline/options.ts');
  story.answer(`Renamed in both places: \`${called.trim()}\` now calls firstFit.`);
}

export const STORIES: Readonly<Record<string, (story: Story) => void>> = {
  journey,
  mend,
  pages,
  figures,
  review,
  rename,
};
