import { storePath } from './open-store.js';
import { serviceFolder } from './service/state.js';

/** What went wrong with reading, compressing or storing, in words for people. */
export function describeProblem(error: unknown): string {
  const { code, path, syscall, address, hostname, port } = error as Partial<Record<string, string>>;
  const place = path ?? process.env.HEADROOM_STORE ?? 'the folder .headroom in your home';
  // That something is not there is what Node says of a folder on a disk that cannot be written.
  const isNotMade = code === 'ENOENT' && syscall === 'mkdir';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || isNotMade)
    return `no permission to write ${place}; ${otherPlace(place)}`;
  if (code === 'ENOSPC') return `no space left to write ${place}`;
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR')
    return `${place} is in the way; ${otherPlace(place)}`;
  if (code === 'EADDRINUSE') return `port ${port} is taken by another program; name another port`;
  if (code === 'EADDRNOTAVAIL') return `${address} is no address of this machine; name one that is, such as 127.0.0.1`;
  if (code === 'ENOTFOUND' && hostname !== undefined) return `there is no host ${hostname}; name another`;
  const message = error instanceof Error ? error.message : String(error);
  return (error as { name?: string }).name === 'StoreError'
    ? `${message}; name another file in HEADROOM_STORE`
    : message;
}

/** The store, and the folder in which all other files of ours lie, are named by variables; whatever else, by whoever calls. */
function otherPlace(place: string): string {
  const [folder, store, isStore] = [serviceFolder(), storePath(), /\.db(?:-wal|-shm)?$/.test(place)];
  if (folder.startsWith(place) || (place.startsWith(folder) && !isStore))
    return 'name a folder you may write in HEADROOM_HOME';
  const isOurs = isStore || store.startsWith(place) || !place.startsWith('/');
  return isOurs ? 'name a file you may write in HEADROOM_STORE' : 'name another';
}
