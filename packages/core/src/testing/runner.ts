/** The three functions a contract suite needs from a test runner; vitest's and jest's fit. */
export interface Runner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => void | Promise<void>): void;
  expect(value: unknown, message?: string): Expectation;
}

interface Expectation {
  toBe(value: unknown): void;
  toEqual(value: unknown): void;
  toBeLessThan(value: number): void;
  toBeLessThanOrEqual(value: number): void;
  toBeGreaterThan(value: number): void;
  toContain(value: unknown): void;
  readonly not: Expectation;
}
