import type { Pass } from '../model/pass.js';
import { contentRouter } from '../passes/content-router.js';
import { protect } from '../passes/protect.js';
import { readLifecycle } from '../passes/read-lifecycle.js';
import { recall } from '../passes/recall.js';
import { remember } from '../passes/remember.js';
import { verify } from '../passes/verify.js';

/** The passes of every call, in order; a caller's own passes come before savings are verified. */
export function preset(own: readonly Pass[]): readonly Pass[] {
  return [recall(), protect(), readLifecycle(), contentRouter(), ...own, verify(), remember()];
}
