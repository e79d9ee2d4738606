export { headroomTool } from '@headroom/langchain';
export { type GraphStoreOptions, graphStore } from './graph-store.js';
export { compressMessages, type HeadroomNodeOptions, headroomPreModelHook, shortener } from './messages.js';
export { readShared, type SharedEntries, type ShareOptions, share, sharedChannel } from './shared-channel.js';
export { StoreContext, type StoreContextOptions } from './store-context.js';
