const color = process.stdout.isTTY === true;
const paint = (code: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);

export function heading(text: string): void {
  console.log(`\n${bold(text)}\n`);
}
