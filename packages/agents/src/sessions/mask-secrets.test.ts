import { beforeAll, describe, expect, it } from 'vitest';
import { createMask, type Mask } from './mask-secrets.js';
import { plantedSecrets } from './planted.fixture.js';

let mask: Mask;
beforeAll(async () => {
  mask = await createMask();
});

describe('secrets in what is shown', () => {
  it('are covered, each of 340 of many kinds', async () => {
    const shown: string[] = [];
    for (const { kind, secret, text } of plantedSecrets(340))
      if ((await mask(text)).includes(secret)) shown.push(`${kind} in ${await mask(text)}`);
    expect(shown).toEqual([]);
  });

  it('are covered beside each other and in JSON', async () => {
    const planted = plantedSecrets(170);
    const text = JSON.stringify({ rows: planted.map(({ text: row }, id) => ({ id, row })) }, null, 1);
    const out = await mask(text);
    expect(planted.filter(({ secret }) => out.includes(secret)).map(({ kind }) => kind)).toEqual([]);
  });

  it('are not seen in what code and logs say', async () => {
    const text = [
      'src/components/VeryLongComponentNameWithManyParts/index.tsx:118: export function createHeadroomEngineForTests() {',
      'import { readCompressedConversationHistory } from "../packages/core/src/pipeline/compress-conversation-history.js";',
      '2026-11-29T12:04:55.123Z INFO [http] GET /api/v1/orders/8f3a2b1c 200 in 34 ms, 3f2a9c0d5b7e',
      'const MAX_RETRIES_BEFORE_GIVING_UP = 5; // docs/decisions/0103-reports-on-own-sessions.md',
      'test_reading_a_file_that_is_longer_than_the_window PASSED',
      'commit 8f3a2b1 (HEAD -> main) Author: Somebody <somebody@example.org>',
      'return tokens.map((token) => token.text).join(" ");',
    ].join('\n');
    expect(await mask(text)).toBe(text);
  });
});
