import type { GroupChange, StoreGroup } from '../model/shared-store.js';

/** Watches a group whose store cannot tell of changes, by listing it again and again. An evicted or expired entry counts as deleted. */
export async function watchByListing(
  group: StoreGroup,
  listener: (change: GroupChange) => void,
  everyMs: number,
): Promise<() => void> {
  const versions = async () => new Map((await group.list()).map(({ key, version }) => [key, version]));
  let known = await versions();
  let stopped = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = async () => {
    try {
      const now = await versions();
      if (stopped) return;
      for (const [key, version] of now) if (known.get(key) !== version) listener({ key, version });
      for (const key of known.keys()) if (!now.has(key)) listener({ key, version: undefined });
      known = now;
    } catch {
      // The store is away or busy: what has changed is told at the next look.
    }
    if (!stopped) again();
  };
  const again = () => {
    timer = setTimeout(look, everyMs);
    // Watching alone is no reason for a Node process to stay.
    (timer as { unref?: () => void }).unref?.();
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
