import { sandbox } from '../sandbox/sandbox.js';
import { bfcl } from './bfcl/bfcl.js';
import { gsm8k } from './gsm8k.js';
import type { TaskSource } from './item.js';
import { locomo } from './locomo.js';
import { needle } from './needle.js';
import { qmsum } from './qmsum.js';
import { repositories } from './repositories.js';
import { squad } from './squad.js';
import { toolOutputs } from './tool-outputs.js';
import { truthfulqa } from './truthfulqa.js';

/** All tasks that ask a model. */
export const SOURCES: readonly TaskSource[] = [
  needle,
  toolOutputs,
  sandbox,
  gsm8k,
  squad,
  bfcl,
  truthfulqa,
  qmsum,
  locomo,
  repositories,
];
