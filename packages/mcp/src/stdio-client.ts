import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

/**
 * The client at the other end of this process's standard input and output. It has left when it closes either: what is written to
 * it after that would end the process.
 */
export function clientOverStdio(onLeft: () => void): StdioServerTransport {
  let hasLeft = false;
  const leave = () => {
    if (hasLeft) return;
    hasLeft = true;
    onLeft();
  };
  process.stdin.once('end', leave).once('close', leave);
  process.stdout.on('error', leave);
  return new StdioServerTransport();
}
