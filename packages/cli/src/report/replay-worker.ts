import { parentPort, workerData } from 'node:worker_threads';
import type { Conversation } from '@headroom/agents/sessions';
import type { HeadroomOptions } from '@headroom/core';
import { isFull } from './collect.js';
import { digestOf } from './digest.js';
import { replay } from './replay.js';
import type { Told } from './replayers.js';

/** A thread that replays the conversations it is handed; an empty answer is one that could not be replayed. */
const { headroom } = workerData as { headroom: HeadroomOptions };

parentPort?.on('message', async (conversation: Conversation) => {
  const digest = await replay(conversation, headroom).then(digestOf, () => undefined);
  const told: Told = { digest, isFull: isFull() };
  parentPort?.postMessage(told);
});
