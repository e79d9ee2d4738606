/** How much of a harness is run: a minute's worth in CI, all of it by command. */
export type Scale = 'quick' | 'full';

/** One thing that was tried, and what came of it. */
export interface Finding {
  readonly what: string;
  readonly tried: number;
  /** What must not happen, each once; empty when all is well. */
  readonly faults: readonly string[];
  /** A figure worth reading, in words. */
  readonly note?: string;
}

/** A harness. */
export interface Part {
  readonly name: string;
  run(scale: Scale): Promise<readonly Finding[]>;
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Frees what nothing refers to, and says how many bytes are left in use. */
export async function heapInUse(): Promise<number> {
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return process.memoryUsage().heapUsed;
}
