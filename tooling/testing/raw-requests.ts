import { connect } from 'node:net';

/** Bytes for the socket of an HTTP server. */
export interface RawRequest {
  readonly bytes: Buffer;
  /** True when it is a request from end to end, so that there must be an answer; else the server may just hang up. */
  readonly whole: boolean;
}

/** What a server did with one request. */
export interface RawOutcome {
  readonly request: RawRequest;
  /** The status of the answer; undefined when the socket was closed without one; `hangs` after ten seconds of neither. */
  readonly status: number | 'hangs' | undefined;
}

/** How many requests a suite sends: some thousand, or as many as `HEADROOM_FUZZ` says. */
export const RAW_REQUESTS = Number(process.env.HEADROOM_FUZZ ?? 2000);

type Random = () => number;
type Maker = (random: Random, host: string, paths: readonly string[]) => RawRequest;

/** Requests in every odd spelling that a socket can carry; the same for the same seed. */
export function* rawRequests(count: number, host: string, paths: readonly string[], seed = 1): Generator<RawRequest> {
  const random = mulberry(seed);
  for (let at = 0; at < count; at++)
    yield pick(random, MAKERS)(random, at % 7 === 0 ? pick(random, HOSTS) : host, paths);
}

/** Sends every request over a socket of its own, some at once, and says what came back. */
export async function sendRaw(port: number, requests: Iterable<RawRequest>, atOnce = 32): Promise<RawOutcome[]> {
  const outcomes: RawOutcome[] = [];
  const waiting = requests[Symbol.iterator]();
  const work = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next())
      outcomes.push({ request: next.value, status: await sendOne(port, next.value) });
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** The first outcomes that no server should show: whole requests without an answer, hanging, and failures of the server. */
export function badOutcomes(outcomes: readonly RawOutcome[]): string[] {
  return outcomes
    .filter(({ request, status }) =>
      status === undefined ? needsAnswer(request) : status === 'hangs' || status >= 500,
    )
    .slice(0, 10)
    .map(({ request, status }) => `${status}: ${JSON.stringify(request.bytes.toString('latin1')).slice(0, 300)}`);
}

/** Where nobody serves tunnels, Node closes the socket of a CONNECT by itself. */
function needsAnswer({ bytes, whole }: RawRequest): boolean {
  return whole && !bytes.toString('latin1').startsWith('CONNECT ');
}

function sendOne(port: number, { bytes, whole }: RawRequest): Promise<RawOutcome['status']> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1');
    const done = (status: RawOutcome['status']) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(status);
    };
    const timer = setTimeout(done, 10_000, 'hangs');
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard = (heard + data.toString('latin1')).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
      const status = /^HTTP\/1\.1 (\d{3}) .*\r\n/.exec(heard)?.[1];
      if (status) done(Number(status));
    });
    socket.on('close', () => done(undefined));
    // A server may take the end of what it is sent for a client that has left.
    if (whole) socket.write(bytes);
    else socket.end(bytes);
  });
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'SEARCH'];
const TARGETS = [
  ...[
    '//',
    '///',
    '/',
    '*',
    '?',
    '/?',
    '/#',
    '/%',
    '/%00',
    '/%zz',
    '/..',
    '//..//',
    '/:',
    ':',
    '://',
    'http:',
    'http://',
    'x',
  ],
  ...[
    'http:///',
    'http://[',
    'http://[::1',
    'http://a b/',
    'https://127.0.0.1/mcp',
    '//@',
    '//:99999',
    '//[',
    '/\\',
    '\\\\',
  ],
  ...[
    '/mcp/',
    '/mcp//',
    '/MCP',
    '/mcp?',
    '/mcp?%',
    '/mcp;a',
    '/mcp#a',
    '//mcp',
    '/./mcp',
    'mcp',
    '/mcp%00',
    'javascript:1',
  ],
];
const HOSTS = [
  ...[
    '',
    ' ',
    ':',
    '::',
    '[',
    ']',
    '[]',
    '[::1',
    '::1',
    '[::1]',
    '%',
    '%00',
    'a b',
    'a:b',
    'a:99999',
    'a:-1',
    '@',
    'a@b',
    '/',
  ],
  ...[
    '127.0.0.1:0',
    'LOCALHOST',
    'localhost.',
    'xn--a',
    '\u00e9',
    'a,b',
    '0x7f.1',
    '2130706433',
    '127.1',
    '?',
    '#',
    '\\',
    '..',
  ],
];
const HEADERS = [
  ...[
    'Host: b',
    'Origin: null',
    'Origin: http://[',
    'Origin: //',
    'Origin: ',
    'Authorization: Bearer',
    'Authorization:',
    'Accept: *',
  ],
  ...[
    'Mcp-Session-Id: ',
    'Mcp-Session-Id: a',
    'Mcp-Session-Id: a, b',
    'Mcp-Protocol-Version: %',
    'Last-Event-Id: \u00ff',
  ],
  ...[
    'Content-Type: application/json',
    'Content-Type: ;',
    'Content-Type: application/json; charset=\u00ff',
    'Content-Encoding: gzip',
  ],
  ...['Accept: text/event-stream', 'Accept: application/json, text/event-stream', 'Expect: 100-continue', 'Expect: a'],
  ...[
    'Upgrade: websocket',
    'Upgrade: h2c',
    'Connection: upgrade',
    'X-Forwarded-For: a',
    'X-Forwarded-Proto: :',
    'X-Forwarded-Host: [',
  ],
  ...[
    'X-Headroom-Bypass: true',
    '__proto__: a',
    'constructor: a',
    'Cookie: %',
    'Range: bytes=-1',
    'If-None-Match: *',
    'Te: trailers',
  ],
];
const BODIES = [
  ...[
    '',
    '{}',
    '[]',
    'null',
    '0',
    '"',
    '{',
    '[{}]',
    '{"a":1}',
    '\u0000',
    '{"__proto__":1}',
    `${'['.repeat(3000)}`,
    '{"messages":null}',
  ],
  ...[
    '{"jsonrpc":"2.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","method":"initialize","id":{},"params":[]}',
    '{"hash":{}}',
  ],
  ...[
    '{"messages":[{"role":"tool","content":[{"type":"text"}]}]}',
    '{"jsonrpc":"2.0","id":1,"result":null}',
    '{"model":{},"input":[1]}',
  ],
];

const plain: Maker = (random, host, paths) => ({ bytes: encode(random, host, paths), whole: true });
const MAKERS: readonly Maker[] = [
  plain,
  plain,
  // Chunked, also with nothing in it.
  (random, host, paths) => {
    const body = Buffer.from(pick(random, BODIES)).toString('latin1');
    const chunks = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`;
    const head = headOf(random, host, paths, ['Transfer-Encoding: chunked']);
    return { bytes: Buffer.from(`${head}${chunks}0\r\n\r\n`, 'latin1'), whole: true };
  },
  // Cut somewhere.
  (random, host, paths) => {
    const bytes = encode(random, host, paths);
    return { bytes: bytes.subarray(0, Math.floor(random() * bytes.length)), whole: false };
  },
  // One byte is another.
  (random, host, paths) => {
    const bytes = encode(random, host, paths);
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    return { bytes, whole: false };
  },
  (random) => ({ bytes: Buffer.from(Array.from({ length: 1 + random() * 60 }, () => random() * 256)), whole: false }),
];

function encode(random: Random, host: string, paths: readonly string[]): Buffer {
  const body = random() < 0.6 ? pick(random, BODIES) : '';
  const length = body === '' && random() < 0.5 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return Buffer.concat([Buffer.from(headOf(random, host, paths, length), 'latin1'), Buffer.from(body)]);
}

function headOf(random: Random, host: string, paths: readonly string[], last: readonly string[]): string {
  const target = random() < 0.5 ? pick(random, paths) : random() < 0.8 ? pick(random, TARGETS) : noise(random);
  const headers = Array.from({ length: Math.floor(random() * 5) }, () =>
    random() < 0.9 ? pick(random, HEADERS) : `X-${Math.floor(random() * 99)}: ${noise(random)}`,
  );
  const lines = [
    `${pick(random, METHODS)} ${target} HTTP/1.1`,
    `Host: ${host}`,
    ...headers,
    'Connection: close',
    ...last,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Characters that a parser of request lines lets through. */
function noise(random: Random): string {
  return Array.from({ length: 1 + random() * 12 }, () => String.fromCharCode(0x21 + Math.floor(random() * 94))).join(
    '',
  );
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** Chance that comes out the same for the same seed (mulberry32). */
function mulberry(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
