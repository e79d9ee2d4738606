import { withoutEscapes } from './terminal-text.js';

const REPEAT = /^(.*) {2}\[×(\d+)\]$/s;
const HEADER = /^\[each line below starts with ("(?:[^"\\]|\\.)*")\]$/;

/** Says repeated lines and a prefix common to all lines once. Colours go. Undefined when there is nothing to gain. */
export function packLines(text: string): string | undefined {
  const bare = withoutEscapes(text);
  const lines = bare.split('\n');
  if (lines.some((line) => REPEAT.test(line)) || HEADER.test(lines[0] ?? '')) return undefined;
  const out: string[] = [];
  for (let i = 0; i < lines.length; ) {
    let times = 1;
    while (i + times < lines.length && lines[i + times] === lines[i]) times += 1;
    const line = lines[i] ?? '';
    if (times > 1 && line.length + 1 > 4) out.push(`${line}  [×${times}]`);
    else for (let n = 0; n < times; n++) out.push(line);
    i += times;
  }
  const prefix = commonPrefix(out);
  const hoisted =
    prefix.length * (out.length - 1) > 60
      ? [`[each line below starts with ${JSON.stringify(prefix)}]`, ...out.map((line) => line.slice(prefix.length))]
      : out;
  const packed = hoisted.join('\n');
  return packed.length < text.length ? packed : undefined;
}

/** Gives a packed log back, without the colours it may have had. */
export function unpackLines(packed: string): string {
  const [first = '', ...rest] = packed.split('\n');
  const header = HEADER.exec(first);
  const prefix = header ? (JSON.parse(header[1] ?? '""') as string) : '';
  const lines = header ? rest.map((line) => prefix + line) : [first, ...rest];
  return lines
    .flatMap((line) => {
      const repeat = REPEAT.exec(line);
      return repeat ? new Array<string>(Number(repeat[2])).fill(repeat[1] ?? '') : [line];
    })
    .join('\n');
}

/** Says lines again only in how often they come; see {@link packLines}. Colours do not come back. */
export const LINES_ONCE = {
  pack: packLines,
  unpack: unpackLines,
  same: (unpacked: string, text: string): boolean => unpacked === withoutEscapes(text),
};

/** What all lines start with, cut behind a blank: a path or an address that goes on stays in one piece. */
function commonPrefix(lines: readonly string[]): string {
  let prefix = lines[0] ?? '';
  for (const line of lines) {
    let same = 0;
    while (same < prefix.length && same < line.length && prefix.charCodeAt(same) === line.charCodeAt(same)) same += 1;
    prefix = prefix.slice(0, same);
    if (prefix === '') return '';
  }
  return prefix.slice(0, Math.max(prefix.lastIndexOf(' '), prefix.lastIndexOf('\t')) + 1);
}
