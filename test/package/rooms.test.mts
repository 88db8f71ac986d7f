import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

function sources(folder: string, ending: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending) && !/node_modules|dist/.test(file))
		.map((file) => join(folder, file));
}

/** The modules that a file imports; relative ones as paths from the repository's root. */
function imports(file: string): Array<{ from: string; typesOnly: boolean }> {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return [...text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gms)].map(
		([, , type, module]) => ({
			from: module!.startsWith('.') ? relative(ROOT, resolve(ROOT, file, '..', module!)) : module!,
			typesOnly: type !== undefined,
		}),
	);
}

const NODE_FILES = [...sources('nodes', '.ts'), ...sources('credentials', '.ts')];

/**
 * The rooms of the node, from the lowest floor up. A room imports from lower floors only; rooms of the
 * same floor do not know each other.
 */
const FLOORS: ReadonlyArray<readonly string[]> = [
	['protocol/basics'],
	['protocol/action'],
	['protocol/reply', 'protocol/plan'],
	['protocol/send', 'protocol/postback'],
	['values'],
	['csv'],
	['operation'],
	['transport', 'sendOnce'],
	['description', 'resources', 'run', 'trigger', 'methods'],
	[''],
];
const NODE_ROOT = 'nodes/Leanplum/';

/** The same for the sandbox, whose rooms are the folders of its source. */
const SANDBOX_FLOORS: ReadonlyArray<readonly string[]> = [
	['basics'],
	['jobs', 'outbound', 'files', 'faults'],
	['model'],
	['leanplum', 'fixtures', 'exports'],
	['traffic', 'imports', 'actions'],
	['world'],
	['http', 'admin'],
	['inspect'],
	['client'],
	[''],
];
const SANDBOX_ROOT = 'sandbox/src/';

/** The room of a file of the node; resources are one room, files beside the rooms have the top floor. */
function roomOf(file: string): string {
	const [room = '', inner = '', rest] = file.slice(NODE_ROOT.length).split('/');
	if (inner === '') return '';
	return room === 'protocol' && rest !== undefined ? `${room}/${inner}` : room;
}

/** Expects that every file lies in a room and imports from lower floors only. */
function expectDownwards(
	files: readonly string[],
	root: string,
	floors: ReadonlyArray<readonly string[]>,
	roomOf: (file: string) => string,
): void {
	const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room));
	for (const file of files) {
		const room = roomOf(file);
		expect([file, floorOf(room)]).not.toEqual([file, -1]);
		for (const { from } of imports(file)) {
			if (!from.startsWith(root) || roomOf(from) === room) continue;
			expect([file, from, floorOf(roomOf(from)) < floorOf(room)]).toEqual([file, from, true]);
		}
	}
}

/** The first circle of imports among files of one ending, if there is one. */
function circleIn(files: readonly string[], ending: string): string[] | undefined {
	const done = new Set<string>();
	const walk = (file: string, path: string[]): string[] | undefined => {
		if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
		if (done.has(file)) return undefined;
		done.add(file);
		for (const { from } of imports(file)) {
			const stem = from.replace(/\.mjs$/, '');
			const target = [stem, `${stem}${ending}`, join(stem, `index${ending}`)].find((one) =>
				files.includes(one),
			);
			const circle = target === undefined ? undefined : walk(target, [...path, file]);
			if (circle) return circle;
		}
		return undefined;
	};
	for (const file of files) {
		const circle = walk(file, []);
		if (circle) return circle;
	}
	return undefined;
}

describe('The rooms of the repository', () => {
	it('import downwards only, without circles inside a room', () => {
		const files = sources('nodes/Leanplum', '.ts');
		expect(files.length).toBeGreaterThan(100);
		expectDownwards(files, NODE_ROOT, FLOORS, roomOf);
		expect(circleIn(files, '.ts')).toBeUndefined();
	});

	it('import downwards only in the sandbox, without circles there and in the inspector', () => {
		const files = sources('sandbox/src', '.mts');
		expect(files.length).toBeGreaterThan(80);
		expectDownwards(files, SANDBOX_ROOT, SANDBOX_FLOORS, (file) => {
			const [room = '', rest] = file.slice(SANDBOX_ROOT.length).split('/');
			return rest === undefined ? '' : room;
		});
		expect(circleIn(files, '.mts')).toBeUndefined();
		expect(circleIn(sources('sandbox/inspector', '.mts'), '.mts')).toBeUndefined();
	});

	it('keep n8n out of the layers that know Leanplum and values only', () => {
		for (const folder of ['protocol', 'values', 'csv']) {
			const files = sources(`nodes/Leanplum/${folder}`, '.ts');
			expect(files.length).toBeGreaterThan(0);
			for (const file of files) {
				for (const { from } of imports(file)) {
					expect([file, from]).toEqual([
						file,
						expect.stringMatching(/^(nodes\/Leanplum\/|zod$|luxon$|crypto$)/),
					]);
				}
			}
		}
	});

	it('let operations see n8n only through types', () => {
		for (const file of sources('nodes/Leanplum/resources', '.ts')) {
			for (const { from, typesOnly } of imports(file)) {
				if (from === 'n8n-workflow') expect([file, typesOnly]).toEqual([file, true]);
			}
		}
	});

	it('let the nodes import only what n8n provides', () => {
		for (const file of NODE_FILES) {
			for (const { from } of imports(file)) {
				expect([file, from]).toEqual([
					file,
					expect.stringMatching(/^(nodes\/|credentials\/|n8n-workflow$|zod$|luxon$|crypto$)/),
				]);
			}
		}
	});

	it('keep the sandbox and the nodes from knowing each other', () => {
		for (const file of NODE_FILES) {
			expect([file, /sandbox/i.test(readFileSync(join(ROOT, file), 'utf8'))]).toEqual([
				file,
				false,
			]);
		}
		for (const file of sources('sandbox/src', '.mts')) {
			for (const { from } of imports(file)) {
				expect([file, from]).toEqual([
					file,
					expect.stringMatching(
						/^(sandbox\/src\/|node:|@?fastify|zod$|lossless-json$|csv-parse\/sync$)/,
					),
				]);
			}
		}
	});

	it("let the inspector's page use nothing but itself, and never make markup of a text", () => {
		const files = sources('sandbox/inspector', '.mts');
		expect(files.length).toBeGreaterThan(20);
		for (const file of files) {
			for (const { from, typesOnly } of imports(file)) {
				if (from === 'leanplum-sandbox') expect([file, typesOnly]).toEqual([file, true]);
				else expect([file, from]).toEqual([file, expect.stringMatching(/^sandbox\/inspector\//)]);
			}
			const text = readFileSync(join(ROOT, file), 'utf8');
			expect([
				file,
				/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/.test(text),
			]).toEqual([file, false]);
		}
	});

	it('hold no escape from the type checker or the linter', () => {
		for (const file of NODE_FILES) {
			const text = readFileSync(join(ROOT, file), 'utf8');
			expect([
				file,
				text.match(/eslint-disable|@ts-ignore|@ts-expect-error|: any\b|as any\b/),
			]).toEqual([file, null]);
		}
	});
});
