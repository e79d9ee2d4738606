import type { Chance } from '../random.js';

const WORDS = ['cache', 'index', 'queue', 'router', 'schema', 'worker', 'ledger', 'session', 'replica', 'token'];
const FIRST = ['Ada', 'Bo', 'Cleo', 'Dag', 'Eli', 'Fay', 'Gus', 'Hana'];
const LAST = ['Arden', 'Bloom', 'Clarke', 'Dufour', 'Engel', 'Frost', 'Grieg', 'Holm'];
const START = Date.UTC(2025, 0, 1, 12);

const list = <T>(length: number, make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i));
const round = (value: number, digits: number) => Number(value.toFixed(digits));
const day = (i: number, { below }: Chance) => new Date(START + i * 86_400_000 + below(86_400) * 1000).toISOString();
const name = ({ pick }: Chance) => `${pick(FIRST)} ${pick(LAST)}`;
const snippet = ({ pick, below }: Chance) =>
  `Explains how the ${pick(WORDS)} talks to the ${pick(WORDS)} when ${1 + below(900)} clients wait. Also covers the ${pick(WORDS)}.`;

/** Search results with scores that fall, two needles and one failure. */
export function search(size: number, from: Chance): object[] {
  const [needle, failed] = [from.below(size), from.below(size)];
  return list(size, (i) => ({
    id: `doc_${i}`,
    score: round(Math.min(1, Math.max(0.1, 1 - (0.8 * i) / size) + from.next() / 10 - 0.05), 4),
    title: `${from.pick(['How to tune', 'Guide to', 'Inside', 'Notes on'])} the ${from.pick(WORDS)} in ${from.pick(WORDS)} ${from.below(40)}`,
    snippet: snippet(from),
    source: from.pick(['web', 'internal', 'docs', 'api']),
    metadata: {
      author: name(from),
      created_at: day(i % 900, from),
      category: from.pick(['guide', 'api', 'faq', 'blog']),
    },
    ...(i === needle ? { uuid: from.hex(32), is_needle: true } : {}),
    ...(i === failed ? { error: 'index shard unavailable', status: 'failed' } : {}),
  }));
}

/** Things of an API, with attributes by type and sometimes a parent. */
export function api(size: number, from: Chance): object[] {
  return list(size, (i) => {
    const type = from.pick(['user', 'product', 'order', 'event', 'metric']);
    const attributes =
      type === 'user'
        ? { name: name(from), email: `${from.hex(6)}@example.org`, active: from.next() < 0.9 }
        : type === 'metric'
          ? { value: round(from.around(50, 9), 2), unit: 'ms' }
          : {
              title: `${from.pick(WORDS)} ${from.below(999)}`,
              amount: round(from.next() * 400, 2),
              state: from.pick(['new', 'done']),
            };
    return {
      id: i + 1,
      type,
      attributes,
      links: { self: `/api/v1/${type}s/${i + 1}` },
      meta: { created_at: day(i % 300, from), updated_at: day((i % 300) + 20, from) },
      ...(from.next() < 0.3 ? { relationships: { parent: { id: from.below(size), type: 'order' } } } : {}),
    };
  });
}

/** Measurements in rows, with three outliers. */
export function rows(size: number, from: Chance): object[] {
  return list(size, (i) => {
    const odd = i > 0 && i % Math.floor(size / 4) === 0;
    return {
      id: i + 1,
      metric_name: from.pick(['cpu', 'memory', 'disk', 'network']),
      value: round(odd ? 160 + from.next() : from.around(100, 15), 2),
      timestamp: new Date(START + Math.floor(i / 100) * 86_400_000).toISOString(),
      host: `server-${String(1 + from.below(20)).padStart(2, '0')}`,
      region: from.pick(['eu-west', 'us-east', 'ap-south']),
      ...(odd ? { is_anomaly: true } : {}),
    };
  });
}

/** A log of JSON records, about one in a hundred with a stack trace. */
export function records(size: number, from: Chance): object[] {
  return list(size, (i) => {
    const level =
      from.next() < 0.012 ? 'ERROR' : from.pick(['INFO', 'INFO', 'INFO', 'INFO', 'INFO', 'INFO', 'DEBUG', 'WARNING']);
    return {
      timestamp: new Date(START + i * 500).toISOString(),
      level,
      logger: from.pick(['api.http', 'db.pool', 'auth.jwt', 'jobs.run']),
      message:
        level === 'ERROR'
          ? `cannot reach replica ${from.below(9)} after ${from.below(30)} s`
          : `handled request ${from.hex(8)} in ${from.below(400)} ms`,
      service: from.pick(['gateway', 'billing', 'search']),
      hostname: `worker-${from.below(10)}`,
      trace_id: `trace_${from.hex(16)}`,
      ...(level === 'ERROR'
        ? {
            exception: {
              type: 'TimeoutError',
              stacktrace: list(4, (k) => `  at step${k} (src/run.js:${from.below(300)}:7)`),
            },
          }
        : {}),
    };
  });
}

const request = (i: number, { below, hex }: Chance) =>
  `GET /api/endpoint_${i % 20}/${hex(4)} 200 OK in ${below(90)} ms`;

export const strings = (size: number, from: Chance): string[] =>
  list(size, (i) =>
    i % Math.ceil(size / 5) === 3 ? `GET /api/endpoint_${i} 500 error: internal server error` : request(i, from),
  );

export const numbers = (size: number, from: Chance): number[] =>
  list(size, (i) => (i === size >> 2 ? 999.9 : i === (3 * size) >> 2 ? -500 : round(from.around(42, 5), 6)));

export const mixed = (size: number, from: Chance): unknown[] =>
  list(size, (i) =>
    i % 5 < 2
      ? { id: i, status: 'active', key: from.hex(6) }
      : i % 5 < 4
        ? `log: request ${from.hex(5)} completed`
        : round(from.around(50, 10), 5),
  );

export const flat = (size: number, from: Chance): object =>
  Object.fromEntries(list(size, (i) => [`config_${i}`, `value_${from.hex(5)} `.repeat(18).trim()]));

export const nested = (size: number, from: Chance): object => ({
  search_results: search(Math.ceil(size / 3), from),
  log_entries: list(Math.ceil(size / 6), () => `INFO: processed request ${from.hex(6)}`),
  metrics: numbers(Math.ceil(size / 2), from),
  metadata: { total: size, page: from.below(9), took_ms: from.below(500) },
});
