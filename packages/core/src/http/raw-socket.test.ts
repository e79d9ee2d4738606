import { expect, it } from 'vitest';
import { fuzz } from '../../../../tooling/testing/fuzz-server.js';
import { RAW_REQUESTS } from '../../../../tooling/testing/raw-requests.js';
import { fuzzedNode } from './fuzzed-server.fixture.js';

it(`answers ${RAW_REQUESTS} requests of any bytes, none with a failure`, {
  timeout: 60_000 + RAW_REQUESTS * 30,
}, async () => {
  const { statuses, faults } = await fuzz(fuzzedNode, RAW_REQUESTS);
  expect(faults).toEqual([]);
  // Some get as far as the service.
  for (const status of [200, 202, 400, 403, 404, 405, 415]) expect([...statuses.keys()]).toContain(status);
});
