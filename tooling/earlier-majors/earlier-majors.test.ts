import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BaseRetriever } from '@langchain/core/retrievers';
import { ContextualCompressionRetriever } from 'langchain/retrievers/contextual_compression';
import { describe, expect, it } from 'vitest';
import { HeadroomDocumentCompressor } from '../../packages/langchain/src/index.js';
import { isCurrent, OPTIONS } from '../../packages/langchain/src/models.fixture.js';
import { listing } from '../testing/head-lines.js';

class Rooms extends BaseRetriever {
  override lc_namespace = ['tests'];
  override async _getRelevantDocuments() {
    return ['north', 'south'].map((room) => ({ pageContent: listing(room), metadata: { room }, id: room }));
  }
}

describe('the run on the earlier majors', () => {
  it('is on the versions that the package file names, in the packages under test too', () => {
    const { devDependencies } = JSON.parse(
      readFileSync(fileURLToPath(new URL('package.json', import.meta.url)), 'utf8'),
    ) as { devDependencies: Record<string, string> };
    expect(devDependencies).toMatchObject({ '@langchain/core': '0.3.80', '@langchain/langgraph': '0.4.9' });
    for (const [name, version] of Object.entries(devDependencies)) {
      const path = fileURLToPath(new URL(`node_modules/${name}/package.json`, import.meta.url));
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ name, version });
    }
    expect(isCurrent).toBe(false);
  });

  it('compresses what a ContextualCompressionRetriever finds', async () => {
    const baseCompressor = new HeadroomDocumentCompressor(OPTIONS);
    const retriever = new ContextualCompressionRetriever({ baseCompressor, baseRetriever: new Rooms() });
    const found = await retriever.invoke('Where is the secret?');
    expect(found).toMatchObject([
      { id: 'north', metadata: { room: 'north' } },
      { id: 'south', metadata: { room: 'south' } },
    ]);
    for (const { pageContent } of found) {
      expect(pageContent).toContain('hash=');
      expect(pageContent.length).toBeLessThan(listing('north').length / 4);
    }
  });
});
