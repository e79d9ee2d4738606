export type { DoorOptions as HeadroomAgentOptions } from '@headroom/core';
export { itemFormat } from './format.js';
export { compressHandoff, type HandoffOptions } from './handoff-filter.js';
export { type HeadroomFilterOptions, headroomInputFilter } from './model-input-filter.js';
export { headroomTool } from './retrieve-tool.js';
