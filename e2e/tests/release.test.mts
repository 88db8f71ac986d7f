/**
 * A release, the whole way: from a fresh clone to a bare repository and a local registry, and from there
 * into a real n8n. Run by `npm run test:release`. What is not committed is not released.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { withRelease } from '../../generate/release/changelog.mts';
import { runExample } from '../lib/examples.mts';
import { LEANPLUM_NODE, PACKAGE_NAME } from '../lib/package.mts';
import { run } from '../lib/process.mts';
import { PublishWorkflow } from '../lib/publishWorkflow.mts';
import { startRegistry, type Registry } from '../lib/registry.mts';
import { ReleaseClone } from '../lib/releaseClone.mts';
import { openStage, type Stage } from '../lib/stage.mts';
import { NEWEST } from '../lib/versions.mts';

/** Released under its version if that has never been released, else as the next minor version. */
async function nextVersion(clone: ReleaseClone): Promise<string> {
	const { version } = await clone.manifest();
	const [major, minor] = version.split('.').map(Number);
	const released = (await clone.read('CHANGELOG.md')).includes(`## [${version}]`);
	return released ? `${major}.${minor! + 1}.0` : version;
}

describe('A release', () => {
	let folder: string;
	let clone: ReleaseClone;
	let registry: Registry;
	let version: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'leanplum-release-'));
		[clone, registry] = await Promise.all([
			ReleaseClone.in(folder),
			startRegistry(join(folder, 'registry')),
		]);
		version = await nextVersion(clone);
	});
	after(async () => {
		await registry?.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** What the registry says of a package. */
	const published = async (name: string, field: string) =>
		(await run(['npm', 'view', `${name}@${version}`, field, '--registry', registry.url])).trim();

	describe('from a fresh clone', () => {
		const release = (which: string) => clone.run('npm', 'run', 'release', '--', which, '--ci');

		it('is refused while a placeholder is left, and leaves nothing behind', async (test) => {
			const open = await clone.run('npm', 'run', '--silent', 'owner').then(
				() => false,
				() => true,
			);
			if (!open) return test.skip('the owner has filled in everything');
			await assert.rejects(release(version), /owner's values are missing[\s\S]*package\.json/);
			assert.equal(await clone.run('git', 'status', '--porcelain'), '');
			assert.equal(await clone.inOrigin('tag'), '');
			await clone.fillIn();
			await clone.run('npm', 'run', 'owner');
		});

		it('writes version, changelog, commit and tag, and pushes them', async () => {
			await clone.addEntry('### Changed\n\n- What the test changed.');
			await clone.commitAndPush('Prepare');
			const before = await clone.read('CHANGELOG.md');
			const said = await release(version);
			console.log(said.replaceAll(/^/gm, '    | '));

			const day = new Date().toISOString().slice(0, 10);
			assert.equal(await clone.read('CHANGELOG.md'), withRelease(before, version, day));
			assert.equal((await clone.manifest()).version, version);
			assert.equal((await clone.manifest('sandbox')).version, version);
			assert.equal(await clone.run('git', 'status', '--porcelain'), '');
			assert.equal(await clone.inOrigin('tag'), version);
			assert.equal(await clone.inOrigin('log', '-1', '--format=%s', version), `Release ${version}`);
			assert.equal(await clone.inOrigin('rev-parse', `${version}^{commit}`, 'main'), await both());
		});

		const both = async () => {
			const head = await clone.run('git', 'rev-parse', 'HEAD');
			return `${head}\n${head}`;
		};

		it('is refused when nothing is unreleased', async () => {
			await assert.rejects(release('minor'), /no entry under \[Unreleased\]/);
			assert.equal(await clone.inOrigin('tag'), version);
		});
	});

	describe('by the publish workflow', () => {
		let workflow: PublishWorkflow;
		before(async () => {
			workflow = await PublishWorkflow.in(clone.folder, {
				...process.env,
				GITHUB_REF_NAME: version,
				npm_config_registry: registry.url,
				// Where npm keeps the token; not in the settings of who runs the test.
				npm_config_userconfig: join(folder, 'npmrc'),
			});
		});

		it('checks the tag and the placeholders, and packs', async () => {
			await workflow.step('test', 'The tag is the version, and no placeholder is left');
			console.log((await workflow.step('test', 'Pack')).replaceAll(/^/gm, '    | '));
		});

		it('publishes nothing without the right to', async () => {
			await assert.rejects(
				workflow.step('publish', 'Publish', { PACKAGE: PACKAGE_NAME, NPM_TOKEN: '' }),
				/ENEEDAUTH|E401/,
			);
		});

		it('publishes the packed nodes and the sandbox with the token of the first time', async () => {
			assert.deepEqual(workflow.packages, [PACKAGE_NAME, 'leanplum-sandbox']);
			for (const name of workflow.packages) {
				await workflow.step('publish', 'Publish', { PACKAGE: name, NPM_TOKEN: registry.token });
				assert.equal(await published(name, 'version'), version);
				assert.equal(await published(name, 'dist-tags.latest'), version);
			}
			assert.doesNotMatch(await published(PACKAGE_NAME, 'readme'), /\]\((?!https:|#)|<picture>/);
		});
	});

	describe(`installed from the registry in n8n ${NEWEST.version}`, () => {
		let stage: Stage;
		before(async () => {
			process.env.npm_config_registry = registry.url;
			stage = await openStage(NEWEST, `${PACKAGE_NAME}@${version}`);
			delete process.env.npm_config_registry;
		});
		after(() => stage?.close());

		it('is there in the version that was released', async () => {
			const response = await fetch(`${stage.server.url}/types/nodes.json`, {
				headers: { cookie: stage.server.api.cookie },
			});
			const types = (await response.json()) as Array<{
				name: string;
				communityNodePackageVersion?: string;
			}>;
			const node = types.find(({ name }) => name === LEANPLUM_NODE);
			assert.equal(node?.communityNodePackageVersion, version);
		});

		it('runs its first workflow: two messages sent, one user skipped', () =>
			runExample('send-message', stage.server.api, stage.sandbox));
	});
});
