const LEAST = 12;

/** The marks of valgrind that every line repeats are said once: `==18285== `, code addresses, the folders of libraries. */
export function withoutProcessMark(text: string): string {
  const mark = /^==\d+== /.exec(text)?.[0];
  if (mark === undefined) return text;
  const lines = text.split('\n');
  if (lines.filter((line) => line.startsWith(mark)).length < LEAST) return text;
  const bare = lines.map((line) =>
    line.startsWith(mark) && line.length <= 1000
      ? line
          .slice(mark.length)
          .replace(/^( {1,40}(?:at|by)) 0x[0-9A-F]+:(?= )/, '$1')
          .replace(/ \(in \/[^)]*\/(?=[^/)]+\)$)/, ' (in ')
      : line,
  );
  return [`["${mark}" before each line, code addresses and folders of libraries are left off]`, ...bare].join('\n');
}
