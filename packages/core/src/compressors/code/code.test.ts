import { describe, expect, it } from 'vitest';
import { testCompressor } from '../../testing/index.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { code } from './code.js';

testCompressor({ describe, it, expect }, code(), { fixtures: readFixtures(new URL('./fixtures/', import.meta.url)) });
