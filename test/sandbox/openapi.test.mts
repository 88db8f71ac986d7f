import openApi from '../fixtures/leanplum-openapi-digest.json';
import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const ENVELOPE = new Set(['appId', 'clientKey', 'apiVersion']);

/** The class of key that the default value of `clientKey` stands for. */
const KEY_CLASSES: Record<string, string> = {
	YOUR_PROD_KEY: 'production',
	YOUR_DEV_KEY: 'development',
	YOUR_DATA_EXPORT_KEY: 'dataExport',
	YOUR_CONTENT_KEY: 'contentReadOnly',
};

const operations = Object.entries(openApi.operations).map(([name, { parameters }]) => ({
	name,
	key: KEY_CLASSES[(parameters.clientKey as { default: string }).default],
	parameters: Object.keys(parameters).filter((parameter) => !ENVELOPE.has(parameter)),
}));

describe("Leanplum's published operations", () => {
	it('are 42', () => {
		expect(operations).toHaveLength(42);
	});

	it('are all known, under the right class of key, and beside them only what SDKs send', async () => {
		const known = new Map((await bench.admin.catalogue()).map(({ name, key }) => [name, key]));
		expect(operations.map(({ name }) => [name, known.get(name)])).toEqual(
			operations.map(({ name, key }) => [name, key]),
		);
		expect(
			[...known.keys()].filter((name) => !operations.some((one) => one.name === name)),
		).toEqual([
			'restart',
			'trackGeofence',
			'getNewsfeedMessages',
			'markNewsfeedMessageAsRead',
			'deleteNewsfeedMessage',
			'getMigrateState',
			'log',
		]);
	});

	it('are known with all their parameters', async () => {
		const catalogue = await bench.admin.catalogue();
		const unknown = operations.flatMap(({ name, parameters }) => {
			const known = catalogue.find((action) => action.name === name)?.parameters ?? [];
			// The sandbox reads files from their parts: file, file0, file1 and so on.
			const isPart = (parameter: string) => name === 'uploadFile' && parameter.startsWith('file');
			return parameters
				.filter((parameter) => !known.includes(parameter) && !isPart(parameter))
				.map((parameter) => `${name}.${parameter}`);
		});
		expect(unknown).toEqual([]);
	});
});
