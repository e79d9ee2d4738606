import { openDoor, shortenMessages } from '../../packages/langchain/src/index.js';
import { kitchenSink } from '../../packages/langchain/src/kitchen-sink.fixture.js';
import { compressMessages } from '../../packages/langgraph/src/index.js';
import { headLines, listing } from '../testing/head-lines.js';
import { byReference, compare, type Row } from './compare.js';
import { versionOf } from './version-of.js';

const OPTIONS = { compressors: [headLines()], minTokens: 50 };

/** The rows of LangChain and LangGraph in the versions that this test run resolves, which lie under a folder of modules. */
export async function langchainRows(folders: { readonly core: string; readonly langgraph: string }): Promise<Row[]> {
  const messages = kitchenSink(listing('north'));
  const got = await shortenMessages(openDoor(OPTIONS), messages);
  const named = kitchenSink(listing('north')).map((message, index) =>
    Object.assign(message, { id: message.id ?? `m${index}` }),
  );
  const { messages: changed = [] } = await compressMessages(OPTIONS)({ messages: named });
  const after = named.map((message) => changed.find(({ id }) => id === message.id) ?? message);
  return [
    { door: 'LangChain.js (core)', version: versionOf(folders.core), ...compare(messages, got, byReference) },
    { door: 'LangGraph.js', version: versionOf(folders.langgraph), ...compare(named, after, byReference) },
  ];
}
