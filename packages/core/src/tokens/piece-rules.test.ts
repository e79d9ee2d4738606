import { describe, expect, it } from 'vitest';
import { FOREIGN_SIGN_CODE, foreignCode } from './piece-rules.js';

describe('signs beyond ASCII', () => {
  it('are neither letters, numbers, marks nor blanks, and no halves of pairs', () => {
    const signs = Array.from({ length: 0x10000 - 0x80 }, (_, i) => i + 0x80).filter(
      (unit) => foreignCode(unit) === FOREIGN_SIGN_CODE,
    );
    expect(signs.length).toBeGreaterThan(1000);
    for (const unit of signs) expect(String.fromCharCode(unit)).toMatch(/^[\p{S}\p{P}\p{Cf}]$/u);
    for (const sign of '…–—“”’·×→│├─✓✗•') expect(signs).toContain(sign.charCodeAt(0));
  });
});
