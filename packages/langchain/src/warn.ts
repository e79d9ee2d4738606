import { type DoorOptions, harmless, type Warning } from '@headroom/core';

/** Tells whoever listens for warnings; a listener that throws or rejects hurts no call. */
export function warn({ onWarning }: Pick<DoorOptions, 'onWarning'>, warning: Warning): void {
  harmless(onWarning)(warning);
}
