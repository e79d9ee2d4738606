/** The kinds of tool output that generated conversations contain. */
export const PAYLOAD_KINDS = [
  'json',
  'log',
  'search',
  'code',
  'prose',
  'table',
  'diff',
  'trace',
  'listing',
  'short',
] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

type Random = () => number;

const WORDS =
  'cache queue worker index shard token buffer cursor session ledger parser signal gateway router schema ticket broker'.split(
    ' ',
  );
const FAULTS = ['connection reset by peer', 'deadline exceeded', 'checksum mismatch', 'disk quota exceeded'];

/** A made-up tool output of a kind, about `size` lines, rows or sentences long; the same seed gives the same text. */
export function payload(kind: PayloadKind, seed: number, size: number): string {
  return MAKERS[kind](randomFrom(seed), Math.max(1, size));
}

/** Mulberry32: small, fast, good enough for test data. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)] as T;
}

function rows(size: number, row: (index: number) => string): string {
  return Array.from({ length: size }, (_, index) => row(index)).join('\n');
}

function name(random: Random): string {
  return `${oneOf(random, WORDS)}_${oneOf(random, WORDS)}`;
}

function path(random: Random): string {
  return `src/${oneOf(random, WORDS)}/${name(random)}.ts`;
}

const MAKERS: Readonly<Record<PayloadKind, (random: Random, size: number) => string>> = {
  json(random, size) {
    const items = Array.from({ length: size }, (_, index) => ({
      id: 1000 + index,
      name: name(random),
      status: random() < 0.05 ? 'failed' : 'ok',
      latency: random() < 0.03 ? 9000 + below(random, 999) : 10 + below(random, 30),
      region: oneOf(random, ['eu-1', 'us-2']),
      ...(random() < 0.1 ? { note: oneOf(random, FAULTS) } : {}),
    }));
    return random() < 0.5 ? JSON.stringify(items) : JSON.stringify({ items, total: size }, null, 2);
  },

  log(random, size) {
    return rows(size, (index) => {
      const time = new Date(Date.UTC(2025, 3, 7, 9, 0, 0) + index * 1370).toISOString();
      if (random() < 0.03)
        return `${time} ERROR [${oneOf(random, WORDS)}] ${oneOf(random, FAULTS)} id=${below(random, 9999)}`;
      return `${time} INFO  [${oneOf(random, WORDS)}] handled request ${below(random, 99999)} in ${below(random, 90)}ms`;
    });
  },

  search(random, size) {
    const files = Array.from({ length: 1 + size / 8 }, () => path(random));
    return rows(size, (index) => {
      const file = files[Math.floor((index * files.length) / size)];
      return `${file}:${index * 7 + 3}:  const ${name(random)} = await ${name(random)}(${oneOf(random, WORDS)});`;
    });
  },

  code(random, size) {
    const functions = Array.from({ length: Math.ceil(size / 6) }, () => {
      const [first, second] = [name(random), name(random)];
      const lines = [
        `/** Reads the ${first} from its ${second}. */`,
        `export function ${first}(${second}: string): number {`,
      ];
      lines.push(
        `  const found = ${second}.indexOf('${oneOf(random, WORDS)}');`,
        '  if (found < 0) {',
        `    throw new Error('no ${first}');`,
      );
      return [...lines, '  }', `  return found * ${below(random, 100)};`, '}', ''].join('\n');
    });
    return `import { ${name(random)} } from './${oneOf(random, WORDS)}.js';\n\n${functions.join('\n')}`;
  },

  prose(random, size) {
    const sentence = () => {
      const [first, second, third] = [oneOf(random, WORDS), oneOf(random, WORDS), oneOf(random, WORDS)];
      return `The ${first} asks the ${second} before the ${third} is closed, which takes about ${below(random, 90)} seconds.`;
    };
    const paragraphs = Array.from({ length: Math.ceil(size / 4) }, () => Array.from({ length: 4 }, sentence).join(' '));
    return `# ${oneOf(random, WORDS)}\n\n${paragraphs.join('\n\n')}\n`;
  },

  table(random, size) {
    const lines = rows(
      size,
      (index) =>
        `${index + 1},${name(random)},${below(random, 500)}.${below(random, 100)},${oneOf(random, ['paid', 'open'])}`,
    );
    return `id,customer,amount,state\n${lines}\n`;
  },

  diff(random, size) {
    const hunks = Array.from({ length: Math.ceil(size / 8) }, (_, index) => {
      const context = () => ` const ${name(random)} = ${below(random, 50)};`;
      const changed = [`-  return ${name(random)};`, `+  return ${name(random)} ?? 0;`];
      return [
        `@@ -${index * 40 + 1},5 +${index * 40 + 1},5 @@`,
        context(),
        context(),
        ...changed,
        context(),
        context(),
      ].join('\n');
    });
    const file = path(random);
    return `diff --git a/${file} b/${file}\nindex 83db48f..bf2a1c9 100644\n--- a/${file}\n+++ b/${file}\n${hunks.join('\n')}\n`;
  },

  trace(random, size) {
    const frames = rows(
      size,
      () => `    at ${name(random)} (/home/dev/app/${path(random)}:${below(random, 400)}:${below(random, 80)})`,
    );
    return `Error: ${oneOf(random, FAULTS)}\n${frames}`;
  },

  listing(random, size) {
    return rows(
      size,
      (index) =>
        `-rw-r--r--  1 dev dev ${String(below(random, 99999)).padStart(6)} Apr  7 09:${String(index % 60).padStart(2, '0')} ${path(random)}`,
    );
  },

  short(random) {
    return `${oneOf(random, WORDS)}: ${below(random, 1000)} ${oneOf(random, ['ok', 'done', 'not found'])}`;
  },
};
