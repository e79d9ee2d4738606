import { describe, expect, it } from 'vitest';
import { testCompressor } from '../../testing/index.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { config } from './config.js';

testCompressor({ describe, it, expect }, config(), { fixtures: readFixtures(new URL('./fixtures/', import.meta.url)) });
