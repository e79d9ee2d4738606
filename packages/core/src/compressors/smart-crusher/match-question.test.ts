import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';

const rows = Array.from({ length: 200 }, (_, i) => ({
  id: i,
  service: ['user-service', 'gateway', 'ledger', 'mailer'][i % 4],
  took_ms: 20 + ((i * 37) % 60),
  ...(i === 133 ? { level: 'FATAL', reason: 'certificate expired' } : { level: 'INFO' }),
}));
const shown = async (query: string) => {
  const shorter = await smartCrusher().compress(createContent(JSON.stringify(rows)), makeTask({ query }));
  return shorter?.text ?? '';
};

describe('what a question is taken to mean', () => {
  it('a word that is the name of a column does not ask for the values that have it in them', async () => {
    const text = await shown('Which service failed and why?');
    expect(text).toContain('certificate expired');
    expect(text.match(/user-service/g)?.length ?? 0).toBeLessThan(15);
  });

  it('shows fewer usual rows where some stand out', async () => {
    const text = await shown('Why did it fail?');
    expect(text).toContain('certificate expired');
    expect(text.split('\n').length).toBeLessThan(45);
  });
});
