import type { DoorOptions, Warning } from '@headroom/core';

/** Tells whoever listens for warnings; a listener that throws or rejects hurts no call. */
export function warn({ onWarning }: Pick<DoorOptions, 'onWarning'>, warning: Warning): void {
  const tell = async () => onWarning?.(warning);
  tell().catch(() => undefined);
}
