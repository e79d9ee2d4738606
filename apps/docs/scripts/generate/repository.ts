import { existsSync, readdirSync } from 'node:fs';
import { ROOT, read, write } from './files.js';
import { sectionsOf, shown } from './markdown.js';

/** The READMEs, in the parts that pages include: `generated/readmes/<package>/<section>.md`. */
export function writeReadmes(): void {
  for (const name of readdirSync(`${ROOT}packages`)) {
    const file = `packages/${name}/README.md`;
    if (existsSync(ROOT + file)) writeParts(file, `generated/readmes/${name}`);
  }
  writeParts('README.md', 'generated/readmes/root');
  writeParts('AGENTS.md', 'generated/agents');
  writeParts('docker/README.md', 'generated/docker');
  for (const file of ['SECURITY.md', 'CONTRIBUTING.md'])
    write(`generated/${file}`, withoutTitle(namesOfTests(shown(read(file), file))));
}

/** Names of tests hold what is filled in when they run. */
const namesOfTests = (markdown: string): string =>
  markdown.replace(
    /^(- .*› )(.+)$/gm,
    (_, before: string, name: string) => before + name.replace(/\$\{\w+\}|\$\w+|%s/g, '…'),
  );

function writeParts(file: string, folder: string): void {
  for (const [name, text] of sectionsOf(shown(read(file), file)))
    write(`${folder}/${name || 'top'}.md`, name ? text : withoutTitle(text));
}

const withoutTitle = (markdown: string): string => markdown.replace(/^# .*\n+/, '');

/** A page a decision and a report, and lists of them. */
export function writePages(): void {
  const decisions = pagesOf('docs/decisions/', 'pages/contributing/decisions/');
  const rows = decisions.map(({ name, title }) => `- [${title}](/contributing/decisions/${name})`);
  write(
    'pages/contributing/decisions/index.md',
    `# Decisions\n\nWhy things are as they are, where the reason is not obvious.\n\n${rows.join('\n')}\n`,
  );
  const reports = pagesOf('docs/reports/', 'pages/reports/');
  for (const name of ['adapters', 'sizing', 'mended']) {
    const file = `docs/${name}.md`;
    const text = namesOfTests(shown(read(file), file));
    write(`pages/reports/${name}.md`, text);
    reports.push({ name, title: titleOf(text) });
  }
  const list = reports.map(({ name, title }) => `- [${title}](/reports/${name})`);
  write(
    'pages/reports/index.md',
    `# Reports\n\nWritten by the programs of this repository that measure, from what they measured.\n\n${list.join('\n')}\n`,
  );
}

function pagesOf(from: string, to: string) {
  return readdirSync(ROOT + from)
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const text = shown(read(from + file), from + file);
      write(to + file, text);
      return { name: file.slice(0, -'.md'.length), title: titleOf(text) };
    });
}

const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)?.[1] ?? 'Without a title';

/** What changes, by package, from the notes that go with the changes. */
export function writeChanges(): void {
  const byPackage = new Map<string, string[]>();
  for (const file of readdirSync(`${ROOT}.changeset`).filter((name) => name.endsWith('.md') && name !== 'README.md')) {
    const [, head = '', text = ''] = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/.exec(read(`.changeset/${file}`)) ?? [];
    for (const [, name = '', size = ''] of head.matchAll(/^['"]?([@\w/-]+)['"]?: (\w+)$/gm))
      byPackage.set(name, [
        ...(byPackage.get(name) ?? []),
        `- *${size}*: ${shown(text, file).trim().replace(/\n/g, '\n  ')}`,
      ]);
  }
  const parts = [...byPackage]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, lines]) => `## ${name}\n\n${lines.sort().join('\n')}\n`);
  write('generated/changes.md', parts.join('\n'));
}
