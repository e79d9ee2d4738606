import { fuzzedNode } from '../../packages/core/src/http/fuzzed-server.fixture.js';
import { fuzzedExpress } from '../../packages/express/src/fuzzed-server.fixture.js';
import { fuzzedHono } from '../../packages/hono/src/fuzzed-server.fixture.js';
import { fuzzedMcp, toolCount } from '../../packages/mcp/src/http/fuzzed-server.fixture.js';
import { type Fuzzed, fuzz } from '../testing/fuzz-server.js';
import type { Finding, Part } from './part.js';

const answers = async (url: string, path: string) => {
  const response = await fetch(url + path);
  await response.text();
  return response.status === 200;
};

/** Every server that is ours, sent any bytes over sockets of their own. */
export const rawSockets: Part = {
  name: 'Raw sockets',
  async run(scale) {
    // A larger share of the small scale runs as tests of the packages.
    const count = scale === 'full' ? 100_000 : 500;
    return [
      finding('MCP over HTTP', count, await fuzz(fuzzedMcp, count, async (url) => (await toolCount(url)) === 3)),
      finding('Express', count, await fuzz(fuzzedExpress, count, (url) => answers(url, '/headroom/v1/stats'))),
      finding('Hono', count, await fuzz(fuzzedHono, count, (url) => answers(url, '/headroom/v1/stats'))),
      finding("core's service on Node", count, await fuzz(fuzzedNode, count, (url) => answers(url, '/open/v1/stats'))),
    ];
  },
};

function finding(what: string, tried: number, { statuses, faults }: Fuzzed): Finding {
  const answered = [...statuses].filter(([status]) => typeof status === 'number').sort(([, a], [, b]) => b - a);
  const share = answered.map(([status, times]) => `${status} ${times}x`).join(', ');
  const closed = statuses.get(undefined) ?? 0;
  return {
    what,
    tried,
    faults: faults.map((fault) => fault.slice(0, 160).replaceAll('|', '¦')),
    note: `answered ${share}; ${closed} sockets of broken requests were closed`,
  };
}
