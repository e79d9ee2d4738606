import { createHeadroom, type HeadroomOptions } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';
import type { Arm, Fetch } from './arm.js';

/**
 * This library as its users have it: `headroomFetch` around the client's own `fetch`, with an engine and a store of its own for each
 * conversation.
 */
export function headroom(name: string, title: string, options: HeadroomOptions, retrieve: boolean): Arm {
  return {
    name,
    title,
    kind: 'ours',
    open(send, { model }) {
      const engine = createHeadroom({
        model,
        ...options,
        ...(!retrieve && options.mode !== 'lossless' && { retrieval: 'summary' }),
      });
      return headroomFetch({ headroom: engine, retrieve, fetch: send, conversation: 'one' }) as Fetch;
    },
  };
}
