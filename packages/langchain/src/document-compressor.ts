import { type Door, type DoorOptions, openDoor } from '@headroom/core';
import type { DocumentInterface } from '@langchain/core/documents';
import { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors';

/**
 * Shortens what a retriever found, for the question it was asked. No document is dropped; metadata and ids stay.
 *
 * @example
 * ```ts
 * const retriever = new ContextualCompressionRetriever({ baseCompressor: new HeadroomDocumentCompressor(), baseRetriever });
 * ```
 */
export class HeadroomDocumentCompressor extends BaseDocumentCompressor {
  readonly #door: Door;

  constructor(options: DoorOptions = {}) {
    super();
    this.#door = openDoor(options, 'langchain');
  }

  async compressDocuments(documents: DocumentInterface[], query: string): Promise<DocumentInterface[]> {
    const { headroom, options } = this.#door;
    const shorter = documents.map(async (document) => {
      const { text } = await headroom.compressText(document.pageContent, { ...options, query, tool: 'retriever' });
      if (text === document.pageContent) return document;
      return Object.assign(Object.create(Object.getPrototypeOf(document)), document, { pageContent: text });
    });
    return Promise.all(shorter);
  }
}
