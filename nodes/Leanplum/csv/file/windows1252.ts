/**
 * The characters of the bytes 0x80 to 0x9f; a replacement character where a byte stands for none. The
 * node has this table because older Node.js versions decode Windows-1252 as Latin-1.
 */
const HIGH = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Decodes Windows-1252; bytes that stand for no character become U+FFFD. */
export function decodeWindows1252(bytes: Uint8Array): string {
	// All other bytes are the same in Latin-1.
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		.toString('latin1')
		.replace(/[\x80-\x9f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80]!);
}
