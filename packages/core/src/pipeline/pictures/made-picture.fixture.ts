/** The head of a PNG of a size and then as many bytes as wanted: as much of a picture as is read without decoding it. In base64. */
export function madePicture(width: number, height: number, bytes = 900): string {
  const head = Buffer.alloc(33 + bytes, width + height);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(head);
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  Buffer.from([8, 2, 0, 0, 0]).copy(head, 24);
  return head.toString('base64');
}
