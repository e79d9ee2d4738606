import { createHeadroom, type Headroom, type SharedStore } from '@headroom/core';

/** What a soak is made of. */
export interface SoakOptions {
  readonly calls: number;
  readonly seed: number;
  /** Opens the store anew, as a restarted process does; `now` is the soak's own clock. */
  open(now: () => number, ttl: number): SharedStore & { close(): unknown };
}

/** What happened in a soak. */
export interface SoakOutcome {
  readonly compressed: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly restarts: number;
  /** Markers that could not be redeemed within their lifetime, or gave something else: must be none. */
  readonly unredeemed: readonly string[];
}

interface Marker {
  readonly text: string;
  until: number;
}

const TTL = 600;

/** Random compress, retrieve, expire and restart operations; every marker handed out is held to its promise. */
export async function soak({ calls, seed, open }: SoakOptions): Promise<SoakOutcome> {
  const random = generator(seed);
  let now = 1_000_000;
  let store = open(() => now, TTL);
  let headroom = createHeadroom({ store });
  const markers = new Map<string, Marker>();
  const unredeemed: string[] = [];
  const counts = { compressed: 0, redeemed: 0, expired: 0, restarts: 0 };
  const redeem = async (hash: string, { text, until }: Marker) => {
    const found = await headroom.retrieve(hash);
    const kept = found.status === 'found' && found.whole && found.text === text;
    if (now < until && !kept) unredeemed.push(`${hash}: ${found.status} ${until - now} ms before its end`);
    if (now >= until && found.status !== 'expired') unredeemed.push(`${hash}: ${found.status} after its end`);
    counts[kept ? 'redeemed' : 'expired']++;
  };
  for (let call = 0; call < calls; call++) {
    const dice = random();
    if (dice < 0.4) {
      const text = sampleText(Math.floor(random() * 300));
      const hash = await compressed(headroom, text, random() < 0.3);
      if (hash) markers.set(hash, { text, until: now + TTL * 1000 });
      counts.compressed++;
    } else if (dice < 0.9) {
      const known = [...markers];
      const picked = known[Math.floor(random() * known.length)];
      if (picked) await redeem(...picked);
    } else if (dice < 0.98) now += Math.floor(random() * 20_000);
    else {
      await store.close();
      store = open(() => now, TTL);
      headroom = createHeadroom({ store });
      counts.restarts++;
    }
  }
  for (const marker of markers) await redeem(...marker);
  await store.close();
  return { ...counts, unredeemed };
}

async function compressed(headroom: Headroom, text: string, sync: boolean): Promise<string | undefined> {
  return sync ? headroom.compressTextSync(text).hash : (await headroom.compressText(text)).hash;
}

/** A log as programs write them; another one for every number. */
function sampleText(number: number): string {
  const random = generator(number + 1);
  return Array.from({ length: 200 }, (_, i) => {
    const took = Math.floor(random() * 900);
    return `2026-03-01 12:00:${String(i % 60).padStart(2, '0')} INFO worker-${number % 7} request ${number}-${i} took ${took} ms`;
  }).join('\n');
}

function generator(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
