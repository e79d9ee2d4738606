import { describe, expect, it } from 'vitest';
import { testStore } from '../testing/test-store.js';
import { memory } from './memory-store.js';

testStore({ describe, it, expect }, { name: 'memory', open: () => memory() });
