import type { CompressResult } from './result.js';

/** What each pass decided for each text, and why, one line a decision. Quotes nothing of the request. */
export function explain(
  result: Pick<CompressResult<unknown>, 'tokensBefore' | 'tokensAfter' | 'savingsPercent' | 'blocks' | 'warnings'>,
): string {
  const lines = [
    `${result.tokensBefore} -> ${result.tokensAfter} tokens (${result.savingsPercent} % saved), ${result.blocks.length} ${result.blocks.length === 1 ? 'text' : 'texts'}`,
  ];
  for (const block of result.blocks) {
    const tool = block.tool ? ` ${block.tool}` : '';
    const hash = block.hash ? `, hash=${block.hash}` : '';
    lines.push(
      `#${block.turn} ${block.role}${tool} (${block.at.join('.')}): ${block.outcome}, ${block.tokensBefore} -> ${block.tokensAfter} tokens${hash}`,
    );
    for (const decision of block.decisions) lines.push(`    ${decision.pass}: ${decision.action} (${decision.reason})`);
  }
  for (const warning of result.warnings) lines.push(`warning ${warning.code}: ${warning.message}`);
  return lines.join('\n');
}
