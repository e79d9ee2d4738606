import { homeFolder } from './home-folder.js';

const useColor = (stream: NodeJS.WriteStream) => stream.isTTY === true && !process.env.NO_COLOR;
const paint =
  (code: number) =>
  (text: string, stream: NodeJS.WriteStream = process.stdout) =>
    useColor(stream) ? `\u001b[${code}m${text}\u001b[0m` : text;

export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);

/** Writes a text and, on a terminal, a line end if it has none. */
export function printText(text: string): void {
  process.stdout.write(process.stdout.isTTY && !text.endsWith('\n') ? `${text}\n` : text);
}

/** Writes bytes as they are. */
export function printBytes(bytes: Uint8Array): void {
  process.stdout.write(bytes);
}

/** Writes a remark beside the output. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A path as people write it. */
export function inHome(path: string): string {
  const home = homeFolder();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
