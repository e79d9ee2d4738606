export type { BindingDialect } from './binding-dialects.js';
export {
  type BindingAnswer,
  type BindingProvider,
  type BindingProviderOptions,
  type BindingTurn,
  bindingProvider,
} from './binding-provider.js';
export { HTTP_QUESTION, type HttpConversation, httpConversations } from './http-conversations.js';
export { makeTask } from './make-task.js';
export type { Runner } from './runner.js';
export { type CompressorFixture, type TestCompressorOptions, testCompressor } from './test-compressor.js';
export { type FormatSample, type TestFormatOptions, testFormat } from './test-format.js';
export { type HttpEcho, type TestHttpDoorOptions, testHttpDoor } from './test-http-door.js';
export { type TestStoreOptions, testStore } from './test-store.js';
