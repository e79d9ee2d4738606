import { linkedByName, linkedToPages } from './places.js';

/** Changes the text of markdown, but not its code: fenced blocks and spans of code stay, also where a span goes over the end of a line. */
function outsideCode(markdown: string, change: (text: string) => string): string {
  const parts = markdown.split(/(^[ \t]*```[\s\S]*?^[ \t]*```[^\n]*$)/m);
  return parts
    .map((part, nth) =>
      nth % 2 === 1
        ? part
        : part
            .split(/(`+(?:[^`\n]|\n(?!\s*\n))*`+)/)
            .map((piece) => (piece.startsWith('`') ? piece : change(piece)))
            .join(''),
    )
    .join('');
}

/** What the site's templates would read as elements or expressions is text here. */
function asText(markdown: string): string {
  return outsideCode(markdown, (text) =>
    text
      .replace(/<!--.*?-->/g, '')
      .replaceAll('<', '&lt;')
      .replaceAll('{{', '&#123;&#123;'),
  );
}

/** A file of the repository as a page shows it: no comments, links lead to pages. */
export function shown(markdown: string, file: string): string {
  return `${asText(outsideCode(linkedToPages(markdown, file), linkedByName))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** The parts of a file by the name of their heading of the second rank, as `api` or `what-is-this`. */
export function sectionsOf(markdown: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let name = '';
  let isFenced = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    const [, title] = (!isFenced && /^## (.+)$/.exec(line)) || [];
    if (title) name = nameOf(title);
    else found.set(name, `${found.get(name) ?? ''}${line}\n`);
  }
  return found;
}

/** READMEs say "When to use it" in a few ways. */
function nameOf(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.startsWith('when-to-use-it') ? 'when' : name;
}

/** A cell of a table: one line, without a stroke that would end it. */
export const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** Text as a block of code, with a fence longer than any inside. */
export function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}\n`;
}
