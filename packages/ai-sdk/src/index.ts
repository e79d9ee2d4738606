export { compressedOutputs } from './compressed-outputs.js';
export { promptFormat } from './format.js';
export { type HeadroomMiddleware, type HeadroomModelOptions, headroomMiddleware } from './middleware.js';
export { headroomPrepareStep, type PrepareStepOptions } from './prepare-step.js';
export { type HeadroomTools, headroomTools } from './retrieve-tool.js';
export { withHeadroom } from './with-headroom.js';
