import type { Compressor } from '../model/compressor.js';
import { blob } from './blob/blob.js';
import { code } from './code/code.js';
import { config } from './config/config.js';
import { diff } from './diff/diff.js';
import { drawnTree } from './drawn-tree/drawn-tree.js';
import { fileView } from './file-view/file-view.js';
import { gitLog } from './git-log/git-log.js';
import { html } from './html/html.js';
import { listing } from './listing/listing.js';
import { log } from './log/log.js';
import { pageTree } from './page-tree/page-tree.js';
import { records } from './records/records.js';
import { search } from './search/search.js';
import { sheet } from './sheet/sheet.js';
import { smartCrusher } from './smart-crusher/smart-crusher.js';
import { stackTrace } from './stack-trace/stack-trace.js';
import { table } from './table/table.js';
import { testReport } from './test-report/test-report.js';
import { text } from './text/text.js';

const COMPRESSORS: readonly Compressor[] = [
  fileView(),
  pageTree(),
  testReport(),
  smartCrusher(),
  diff(),
  search(),
  gitLog(),
  html(),
  stackTrace(),
  drawnTree(),
  listing(),
  sheet(),
  table(),
  records(),
  log(),
  code(),
  config(),
  blob(),
  text(),
];

/** The built-in compressors. The best match wins a text; at equal scores the earlier entry does. */
export function defaultCompressors(): readonly Compressor[] {
  return COMPRESSORS;
}
