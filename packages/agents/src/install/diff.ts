/** The change of a text as a unified diff; empty where there is none. */
export function diffOf(file: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const from = Math.max(0, start - 3);
  const rows = (lines: readonly string[], a: number, b: number, sign: string) =>
    lines.slice(a, b).map((line) => sign + line);
  const body = [
    ...rows(old, from, start, ' '),
    ...rows(old, start, old.length - end, '-'),
    ...rows(now, start, now.length - end, '+'),
    ...rows(old, old.length - end, Math.min(old.length, old.length - end + 3), ' '),
  ];
  const size = (sign: string) => body.filter((line) => line.startsWith(' ') || line.startsWith(sign)).length;
  const head = `@@ -${from + 1},${size('-')} +${from + 1},${size('+')} @@`;
  return [`--- ${file}`, `+++ ${file}`, head, ...body].join('\n');
}
