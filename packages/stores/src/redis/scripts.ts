import { createHash } from 'node:crypto';
import type { Script } from './redis-client.js';

function script(source: string): Script {
  return { source, digest: createHash('sha1').update(source).digest('hex') };
}

/*
 * The keys of a group share one hash tag, so all of them live on one node of a cluster:
 * KEYS[1] order (sorted by version), KEYS[2] lifetimes (sorted by expiry), KEYS[3] last version, KEYS[4] prefix of entries.
 * An entry is a hash { v value, n note, r version } that the server lets expire.
 */
const PURGE = `
local clock = redis.call('time')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
for _, key in ipairs(redis.call('zrangebyscore', KEYS[2], '-inf', now)) do
  redis.call('zrem', KEYS[1], key)
  redis.call('zrem', KEYS[2], key)
  redis.call('del', KEYS[4] .. key)
end
`;

/** ARGV: key, value, note, lifetime in ms, most entries or '', expected version or '', channel. Gives the version, or nothing. */
export const PUT = script(`${PURGE}
local entry = KEYS[4] .. ARGV[1]
if ARGV[6] ~= '' and (redis.call('hget', entry, 'r') or '0') ~= ARGV[6] then return nil end
local last = tonumber(redis.call('get', KEYS[3]) or '0')
local micros = clock[1] * 1000000 + clock[2]
local version = string.format('%.0f', math.max(last + 1, micros))
redis.call('set', KEYS[3], version)
redis.call('hset', entry, 'v', ARGV[2], 'n', ARGV[3], 'r', version)
redis.call('pexpire', entry, ARGV[4])
redis.call('zadd', KEYS[1], version, ARGV[1])
redis.call('zadd', KEYS[2], now + ARGV[4], ARGV[1])
if ARGV[5] ~= '' then
  local over = redis.call('zcard', KEYS[1]) - tonumber(ARGV[5])
  if over > 0 then
    for _, key in ipairs(redis.call('zrange', KEYS[1], 0, over - 1)) do
      redis.call('zrem', KEYS[1], key)
      redis.call('zrem', KEYS[2], key)
      redis.call('del', KEYS[4] .. key)
    end
  end
end
for i = 1, 3 do
  if redis.call('pttl', KEYS[i]) < ARGV[4] + 86400000 then redis.call('pexpire', KEYS[i], ARGV[4] + 86400000) end
end
redis.call('publish', ARGV[7], version .. ' ' .. ARGV[1])
return version
`);

/** Gives key, note and version of every live entry, the longest unchanged first. */
export const LIST = script(`${PURGE}
local found = {}
for _, key in ipairs(redis.call('zrange', KEYS[1], 0, -1)) do
  local entry = redis.call('hmget', KEYS[4] .. key, 'n', 'r')
  if entry[2] then
    found[#found + 1] = key
    found[#found + 1] = entry[1]
    found[#found + 1] = entry[2]
  end
end
return found
`);

/** ARGV: key, channel. */
export const REMOVE = script(`
redis.call('zrem', KEYS[1], ARGV[1])
redis.call('zrem', KEYS[2], ARGV[1])
if redis.call('del', KEYS[4] .. ARGV[1]) == 1 then redis.call('publish', ARGV[2], '- ' .. ARGV[1]) end
`);

/** ARGV: channel. The last version stays, so that none is used twice. */
export const CLEAR = script(`
for _, key in ipairs(redis.call('zrange', KEYS[1], 0, -1)) do
  if redis.call('del', KEYS[4] .. key) == 1 then redis.call('publish', ARGV[1], '- ' .. key) end
end
redis.call('del', KEYS[1], KEYS[2])
`);
