/** Packs the built nodes and the sandbox as they are published: `npm run pack -- FOLDER`. */
import { packForNpm } from '../generate/release/pack.mts';

const [into = 'packed'] = process.argv.slice(2);
for (const folder of ['.', 'sandbox']) {
	const { filename, size, entryCount } = packForNpm(folder, into);
	console.log(`${into}/${filename}: ${(size / 1000).toFixed(1)} kB, ${entryCount} files`);
}
