import { type SqliteStore, sqlite } from '@headroom/stores/sqlite';

/** The store of this machine's programs: `.headroom/store.db` in the user's home, or the file named by `HEADROOM_STORE`. */
export function openStore(): SqliteStore {
  const path = process.env.HEADROOM_STORE;
  return sqlite({ pack: false, busyTimeoutMs: 5000, ...(path ? { path } : {}) });
}
