import { describe, it } from 'vitest';

/** Every program asserts its own result; importing it runs it. */
describe('examples of gateways', () => {
  it.each(['express-gateway', 'hono-gateway'])('%s', async (name) => {
    await import(`./${name}/main.ts`);
  });
});
