const LEAST_LINES = 6;
const MOST_DIFFERENT = 0.5;
const MOST_BASES = 4;
const AS = /^(\S+\.)\* = (\S+\.)\*(?: but:)?$/;
const PAIR = /^([\w-]+(?:[./][\w:@-]+)*\.)([\w-]+)( ?= ?.*)$/;

interface Block {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
  readonly names: string;
}

/** Writes a run of dotted keys that says nearly the same as an earlier one by what differs. */
export function packSiblings(text: string): string | undefined {
  const lines = text.split('\n');
  const blocks = blocksOf(lines);
  const written = new Map<string, Block[]>();
  /** The run with each beginning that a reader finds first when looking back. */
  const latest = new Map<string, Block>();
  const done: string[] = [];
  let at = 0;
  for (const block of blocks) {
    const own = lines.slice(block.from, block.to);
    const isLong = block.to - block.from >= LEAST_LINES;
    const known = (isLong ? (written.get(block.names) ?? []) : []).filter((base) => latest.get(base.prefix) === base);
    const others = known.map((base) => ({
      base,
      rest: own.filter((line, i) => line !== moved(lines[base.from + i]!, base, block)),
    }));
    const best = others.sort((a, b) => a.rest.length - b.rest.length)[0];
    if (!best || best.rest.length > own.length * MOST_DIFFERENT) {
      latest.set(block.prefix, block);
      written.set(block.names, [...known, block].slice(-MOST_BASES));
      continue;
    }
    done.push(
      ...lines.slice(at, block.from),
      `${block.prefix}* = ${best.base.prefix}*${best.rest.length > 0 ? ' but:' : ''}`,
      ...best.rest,
    );
    at = block.to;
  }
  return at === 0 ? undefined : [...done, ...lines.slice(at)].join('\n');
}

/** Writes every run out again. */
export function unpackSiblings(packed: string): string {
  const done: string[] = [];
  /** The latest run of lines with each beginning. */
  const homes = new Map<string, string[]>();
  let last: string | undefined;
  const lines = packed.split('\n');
  for (let l = 0; l < lines.length; l++) {
    const as = AS.exec(lines[l]!);
    if (!as) {
      const prefix = PAIR.exec(lines[l]!)?.[1];
      if (prefix !== undefined && prefix !== last) homes.set(prefix, []);
      if (prefix !== undefined) homes.get(prefix)!.push(lines[l]!);
      last = prefix;
      done.push(lines[l]!);
      continue;
    }
    last = undefined;
    const [, to, from] = as as unknown as [string, string, string];
    const own = new Map<string, string>();
    while (lines[l]!.endsWith(' but:') || own.size > 0) {
      const pair = PAIR.exec(lines[l + 1] ?? '');
      if (pair?.[1] !== to) break;
      own.set(pair[2]!, lines[++l]!);
    }
    for (const line of homes.get(from) ?? []) done.push(own.get(PAIR.exec(line)![2]!) ?? to + line.slice(from.length));
  }
  return done.join('\n');
}

function moved(line: string, from: Block, to: Block): string {
  return to.prefix + line.slice(from.prefix.length);
}

/** Runs of lines whose keys have the same beginning. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < lines.length; ) {
    const prefix = PAIR.exec(lines[from]!)?.[1];
    let to = from + 1;
    const names = [PAIR.exec(lines[from]!)?.[2]];
    for (; prefix !== undefined && to < lines.length; to++) {
      const pair = PAIR.exec(lines[to]!);
      if (pair?.[1] !== prefix) break;
      names.push(pair[2]);
    }
    if (prefix !== undefined) blocks.push({ prefix, from, to, names: names.join() });
    from = to;
  }
  return blocks;
}
