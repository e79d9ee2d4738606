/**
 * For programs: closes something and ends the process with it, when it is asked to end by a signal or by calling what is returned.
 * Whatever does not close within ten seconds is left.
 */
export function onLeave(close: () => Promise<void>): () => void {
  let isLeaving = false;
  const leave = () => {
    if (isLeaving) return;
    isLeaving = true;
    setTimeout(() => process.exit(1), 10_000);
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, leave);
  return leave;
}
