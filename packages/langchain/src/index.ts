export { type Door, type DoorOptions as HeadroomDoorOptions, openDoor } from '@headroom/core';
export {
  type HeadroomAgentMiddleware,
  type HeadroomMiddlewareOptions,
  headroomMiddleware,
} from './agent-middleware.js';
export { HeadroomChatMessageHistory } from './chat-history.js';
export { type HeadroomCallOptions, HeadroomChatModel } from './chat-model.js';
export { type HeadroomEdit, headroomEdit } from './context-edit.js';
export { HeadroomDocumentCompressor } from './document-compressor.js';
export { messageFormat } from './format.js';
export { headroomTool } from './retrieve-tool.js';
export { shortenEach, shortenMessages } from './shorten.js';
export { wrapTools } from './wrap-tools.js';
