import { expect, it } from 'vitest';
import { createHeadroom } from '../index.js';

const servers = Array.from({ length: 60 }, (_, i) => ({
  name: `server-${i}`,
  zone: { id: `zone-${i % 7}`, rack: (i * 37) % 100 },
  active: i !== 17 && i !== 44,
}));

it('leaves a packed table to the compressor that packed it, so that no log or prose rules cut its rows', async () => {
  const headroom = createHeadroom();
  const query = 'Which zones and which racks are listed here? List every server of all of them.';
  const { text, transformsApplied } = await headroom.compressText(
    JSON.stringify({ kind: 'Servers', servers }, null, 2),
    {
      query,
    },
  );
  expect(transformsApplied.join()).toContain('smart_crusher');
  for (const { name } of servers) expect(text).toContain(`${name},`);
  expect(text).not.toContain('more like this');
  expect((await headroom.compressText(text, { query })).text).toBe(text);
});
