export { compressedOutputs } from './compressed-outputs.js';
export { promptFormat } from './format.js';
export { type HeadroomMiddleware, headroomMiddleware, withHeadroom } from './middleware.js';
export type { HeadroomModelOptions } from './options.js';
export { headroomPrepareStep } from './prepare-step.js';
export { type HeadroomTools, headroomTools } from './retrieve-tool.js';
