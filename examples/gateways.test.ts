import { describe, it } from 'vitest';
import { expectTold } from './printed.fixture.js';

/** Every program asserts its own result; importing it runs it. */
describe('examples of gateways', () => {
  it.each(['express-gateway', 'hono-gateway'])('%s asserts its result and tells what happened', async (name) => {
    await expectTold(() => import(`./${name}/main.ts`));
  });
});
