export { makeTask } from './make-task.js';
export type { Runner } from './runner.js';
export { type CompressorFixture, type TestCompressorOptions, testCompressor } from './test-compressor.js';
