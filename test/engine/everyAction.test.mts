import {
	ACTION_NAMES,
	CATALOGUE,
	type ActionName,
} from '../../nodes/Leanplum/protocol/action/catalogue';
import { FULL_USES, type FullUse } from './everyParameter.mts';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** JSON multi is what the node makes of several items; every other action has an operation. */
const OFFERED = ACTION_NAMES.filter((name) => name !== 'multi');

/**
 * Parameters that the node does not send, because it sends the other of two forms that exclude each
 * other: files go as file0, file1 … with their list in `data` (OAS uploadFile).
 */
const OTHER_FORM: Partial<Record<ActionName, string[]>> = {
	uploadFile: ['filename', 'file', 'size', 'hash'],
};

function documentedParameters(action: ActionName): string[] {
	const omitted = OTHER_FORM[action] ?? [];
	return Object.keys(CATALOGUE[action].parameters).filter((name) => !omitted.includes(name));
}

/** Sends everything that an operation can send and returns the names that Leanplum received. */
async function namesReceived({ action, parameters, also = [], files = [] }: FullUse) {
	await testApp.admin.settings({ devModeThrottle: false }, testApp.appId);
	const names = new Set<string>();
	const keyClasses = new Set<string | undefined>();
	for (const change of [{}, ...also]) {
		await testApp.run({ ...parameters, ...change, options: QUICK }, [{}], {
			settings: { onError: 'continueRegularOutput' },
			binary: Object.fromEntries(files.map((name) => [name, `content of ${name}`])),
		});
	}
	for (const request of await testApp.requests()) {
		expect(request).toMatchObject({
			action: CATALOGUE[action].action,
			method: 'POST',
			keyInUrl: false,
		});
		keyClasses.add(request.keyClass);
		for (const { args } of request.actions) {
			for (const name of Object.keys(args)) names.add(name);
		}
	}
	// Parts with files are no arguments; that they arrived shows in what is stored.
	const stored = await testApp.admin.files(testApp.appId);
	if (files.length > 0 && stored.length === files.length) names.add('file{k}');
	return { names, keyClasses };
}

describe('Every action of Leanplum', () => {
	it('has an operation', () => {
		expect(FULL_USES.map(({ action }) => action).sort()).toEqual([...OFFERED].sort());
	});

	it.each(FULL_USES)('$action is sent with each of its parameters and its key', async (use) => {
		const { names, keyClasses } = await namesReceived(use);
		expect([...names].sort()).toEqual(
			expect.arrayContaining(documentedParameters(use.action).sort()),
		);
		const { parameters, undocumented = {}, key } = CATALOGUE[use.action];
		const known = [...Object.keys(parameters), ...Object.keys(undocumented)];
		expect([...names].filter((name) => !known.includes(name))).toEqual([]);
		const developmentMode = 'devMode' in parameters;
		expect([...keyClasses]).toEqual([developmentMode ? 'development' : key]);
	});
});
