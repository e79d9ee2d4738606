import { busyServer } from './busy-server.js';
import { eventLoop } from './event-loop.js';
import { hurtStores } from './hurt-stores.js';
import { longLife } from './long-life.js';
import { mutatedRequests } from './mutated-requests.js';
import type { Part } from './part.js';
import { proxyCluster } from './proxy-cluster.js';
import { rawSockets } from './raw-sockets.js';
import { redisCluster } from './redis-cluster.js';
import { streams } from './streams.js';
import { writtenBack } from './written-back.js';

/** All harnesses, in the order of the report. */
export const PARTS: readonly Part[] = [
  mutatedRequests,
  writtenBack,
  hurtStores,
  redisCluster,
  proxyCluster,
  rawSockets,
  longLife,
  streams,
  eventLoop,
  busyServer,
];
