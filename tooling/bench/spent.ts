/** What some work took: by the clock, and in milliseconds of the processor (all threads), which other programs lengthen less. */
export interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

function since(start: number, before: NodeJS.CpuUsage): Spent {
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}

export async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  return since(start, before);
}

export function spentNow(work: () => unknown): Spent {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  return since(start, before);
}
