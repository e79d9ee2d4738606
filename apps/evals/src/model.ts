/**
 * A language model, for tiers that ask one. None is configured here and none is faked: the offline tiers grade by exact
 * lookup. A tier that needs one takes it as an argument and is listed as waiting until a key and a network are there.
 */
export interface Model {
  readonly name: string;
  answer(
    messages: readonly unknown[],
    tools: readonly unknown[],
  ): Promise<{ readonly text: string; readonly calls: readonly unknown[] }>;
}
