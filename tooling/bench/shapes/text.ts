import type { Chance } from '../random.js';

const list = (length: number, make: (i: number) => string): string[] => Array.from({ length }, (_, i) => make(i));
const clock = (i: number) => new Date(Date.UTC(2025, 2, 4, 6) + i * 700).toISOString();

/** A server's log, one line an event, with a few warnings and one error. */
export function plainLog(lines: number, from: Chance): string {
  return list(lines, (i) => {
    if (i === Math.floor(lines * 0.7))
      return `${clock(i)} ERROR [store] write to /data/seg-${from.hex(4)} failed: no space left`;
    if (from.next() < 0.03)
      return `${clock(i)} WARN [pool] connection ${from.hex(6)} idle for ${from.below(900)} s, closing`;
    return `${clock(i)} INFO [http] ${from.pick(['GET', 'POST'])} /v1/${from.pick(['items', 'users', 'carts'])}/${from.below(9999)} 200 ${from.below(120)}ms id=${from.hex(12)}`;
  }).join('\n');
}

const VERBS = ['load', 'merge', 'parse', 'route', 'score', 'split', 'trim', 'watch'];
const NOUNS = ['batch', 'frame', 'ledger', 'packet', 'record', 'table', 'user', 'window'];

function pythonFunction({ pick, below, hex }: Chance): string[] {
  const [verb, noun] = [pick(VERBS), pick(NOUNS)];
  const body = list(4 + below(12), (i) =>
    pick([
      `    total_${i} = sum(item.size for item in ${noun}s if item.kind != "${hex(3)}")`,
      `    if len(${noun}s) > ${below(500)}:\n        raise ValueError("too many ${noun}s: ${hex(3)}")`,
      `    cache[${below(99)}] = ${noun}s[-1].value * ${below(50)}`,
      `    logger.debug("step ${i} of ${verb} with %s", ${noun}s)`,
    ]),
  );
  return [
    `def ${verb}_${noun}_${hex(4)}(${noun}s, cache, logger):`,
    `    """${verb[0]?.toUpperCase()}${verb.slice(1)}s every ${noun} once."""`,
    ...body,
    `    return ${noun}s`,
    '',
    '',
  ];
}

/** Python that parses, of about so many lines. */
export function python(lines: number, from: Chance): string {
  const code = [
    '"""Steps of the nightly run."""',
    'import logging',
    'import sys',
    '',
    `LIMIT = ${from.below(900)}`,
    '',
    '',
  ];
  while (code.length < lines) code.push(...pythonFunction(from));
  return code.join('\n');
}

const SUBJECTS = [
  'The keeper',
  'A second crew',
  'The harbour office',
  'Every pilot',
  'The old engine',
  'Nobody on the pier',
];
const ACTIONS = ['checked', 'repaired', 'measured', 'delayed', 'painted', 'counted', 'described', 'abandoned'];
const OBJECTS = [
  'the northern lamps',
  'three empty barges',
  'a crate of valves',
  'the tide tables',
  'the signal mast',
  'half of the ropes',
];
const ENDS = [
  'before the rain came',
  'although the wind had turned',
  'because the report asked for it',
  'until the ferry left',
  'and wrote it down',
];

/** Paragraphs of plain sentences, about so many tokens, with a heading now and then. */
export function prose(tokens: number, from: Chance): string {
  const parts: string[] = [];
  for (let length = 0, i = 0; length < tokens * 4.6; i++) {
    const sentences = list(
      4 + from.below(4),
      () =>
        `${from.pick(SUBJECTS)} ${from.pick(ACTIONS)} ${from.pick(OBJECTS)} on day ${from.below(365)} ${from.pick(ENDS)}.`,
    ).join(' ');
    const part = i % 6 === 0 ? `## Part ${i / 6 + 1}: ${from.pick(OBJECTS)}\n\n${sentences}` : sentences;
    parts.push(part);
    length += part.length;
  }
  return parts.join('\n\n');
}
