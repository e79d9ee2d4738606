/** A page of markdown as a browser tool shows it: a tree of roles and names, every element with a reference. */
export function pageTree(title: string, url: string, markdown: string): string {
  let next = 0;
  const ref = () => `[ref=e${++next}]`;
  const inline = (text: string, depth: string): string[] =>
    [...text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].flatMap(([, name, target]) => [
      `${depth}- link "${name}" ${ref()} [cursor=pointer]:`,
      `${depth}  - /url: ${target}`,
    ]);
  const plain = (text: string) => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/[*`]/g, '');
  const lines = markdown
    .replace(/```[\s\S]*?```/g, '')
    .split('\n')
    .flatMap((line): string[] => {
      const heading = /^(#+) (.*)/.exec(line);
      if (heading) return [`    - heading "${plain(heading[2]!)}" [level=${heading[1]!.length}] ${ref()}`];
      if (/^\| *:?-/.test(line) || line.startsWith('<!--') || !line.trim()) return [];
      if (line.startsWith('|')) {
        const cells = line.split('|').slice(1, -1);
        return [
          `    - row "${plain(cells.map((cell) => cell.trim()).join(' '))}" ${ref()}:`,
          ...cells.flatMap((cell) => [`      - cell "${plain(cell.trim())}" ${ref()}`, ...inline(cell, '        ')]),
        ];
      }
      return [`    - paragraph ${ref()}: ${plain(line)}`, ...inline(line, '      ')];
    });
  const frame = [`- Page URL: ${url}`, `- Page Title: ${title}`, '- Page Snapshot:', '```yaml'];
  return [...frame, `- generic ${ref()}:`, `  - main ${ref()}:`, ...lines, '```'].join('\n');
}
