import type { LoopApi } from '@headroom/core';
import { callDialect } from './call-dialect.js';
import { promptFormat } from './format.js';
import type { CallOptions, Part } from './language-model.js';
import { PartFilter } from './part-filter.js';
import { RETRIEVE_FUNCTION } from './retrieve-tool.js';

/** A call of a model as the tool loop sees it. A fixed tool choice or a JSON answer leaves no room for a tool of ours. */
export const callApi: LoopApi<Part> = {
  format: {
    name: 'ai-sdk',
    blocks: ({ prompt }: CallOptions) => promptFormat().blocks(prompt),
    offer: ({ toolChoice, responseFormat }: CallOptions, tool) =>
      (toolChoice?.type ?? 'auto') === 'auto' && (responseFormat?.type ?? 'text') === 'text'
        ? { kind: 'append', at: ['tools'], value: tool }
        : undefined,
  },
  tool: RETRIEVE_FUNCTION,
  dialect: callDialect,
  filter: () => new PartFilter(),
};
