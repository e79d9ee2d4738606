export { exclusive, type Held } from './exclusive.js';
export { type Layered, type LayeredOptions, type LayeredStore, layered } from './layered.js';
export { type RedisClient, type RedisOptions, type RedisStore, redis } from './redis.js';
export { defaultPath, type SqliteCheck, type SqliteOptions, type SqliteStore, sqlite } from './sqlite.js';
export { StoreError, type StoreErrorCode } from './store-error.js';
