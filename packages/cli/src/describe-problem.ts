import { serviceFolder } from './service/state.js';

/** What went wrong with reading, compressing or storing, in words for people. */
export function describeProblem(error: unknown): string {
  const { code, path, syscall } = error as { code?: string; path?: string; syscall?: string };
  const place = path ?? process.env.HEADROOM_STORE ?? 'the folder .headroom in your home';
  // That something is not there is what Node says of a folder on a disk that cannot be written.
  const isNotMade = code === 'ENOENT' && syscall === 'mkdir';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || isNotMade)
    return `no permission to write ${place}; ${otherPlace(place)}`;
  if (code === 'ENOSPC') return `no space left to write ${place}`;
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR')
    return `${place} is in the way; ${otherPlace(place)}`;
  const message = error instanceof Error ? error.message : String(error);
  return (error as { name?: string }).name === 'StoreError'
    ? `${message}; name another file in HEADROOM_STORE`
    : message;
}

/** Besides the store, files of ours lie in one folder. */
function otherPlace(place: string): string {
  const [folder, isStore] = [serviceFolder(), /\.db(?:-wal|-shm)?$/.test(place)];
  const isFolder = folder.startsWith(place) || (place.startsWith(folder) && !isStore);
  return isFolder ? 'name a folder you may write in HEADROOM_HOME' : 'name a file you may write in HEADROOM_STORE';
}
