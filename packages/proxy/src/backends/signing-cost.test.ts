import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KEYS } from './aws-double.fixture.js';
import { AwsSignature } from './aws-signature.js';
import { invoked } from './invoke-model.js';

const BODY = Buffer.from(
  JSON.stringify({
    model: 'claude-sonnet-4-5',
    stream: true,
    messages: Array.from({ length: 1000 }, (_, i) => ({ role: 'user', content: `line ${i} "quoted"\n`.repeat(48) })),
  }),
);
const ROUNDS = 30;

/** Milliseconds of processor time of the quickest of many calls: what others do on the machine counts in none of it. */
async function cost(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe('a megabyte for InvokeModel', () => {
  it('is signed for little more than its hash, and changed for less than five', async () => {
    expect(BODY.length).toBeGreaterThan(1_000_000);
    const signature = new AwsSignature('bedrock', 'us-east-1', async () => KEYS);
    const request = {
      origin: 'https://bedrock-runtime.us-east-1.amazonaws.com',
      path: '/v1/messages',
      method: 'POST',
      rawHeaders: ['host', 'bedrock-runtime.us-east-1.amazonaws.com', 'content-type', 'application/json'],
      body: BODY,
      signal: new AbortController().signal,
    };
    await signature.signed(request);
    const hash = await cost(() => createHash('sha256').update(BODY).digest());
    const changed = await cost(() => invoked(request, (asked) => asked));
    const signed = await cost(() => signature.signed(request));
    expect(signed).toBeLessThan(2.5 * hash);
    expect(changed + signed).toBeLessThan(8 * hash);
  });
});
