import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { N8nApi, StoredWorkflow, WorkflowFile, WorkflowNode } from '../lib/api.mts';
import { CREDENTIAL_TYPE, LEANPLUM_NODE } from '../lib/package.mts';
import type { RunView } from '../lib/runView.mts';
import { Form } from './values.mts';

export interface Credential {
	id: string;
	name: string;
}

/** n8n's own list of nodes, which its editor reads. */
export async function nodeTypes({ url, cookie }: N8nApi): Promise<INodeTypeDescription[]> {
	const response = await fetch(`${url}/types/nodes.json`, { headers: { cookie } });
	return (await response.json()) as INodeTypeDescription[];
}

/** A new Leanplum node or trigger in the editor, with its lists from the app of a credential. */
export function leanplumForm(
	api: N8nApi,
	types: readonly INodeTypeDescription[],
	credential: Credential,
	type = LEANPLUM_NODE,
): Form {
	const description = types.find(({ name }) => name === type)!;
	return new Form(description, 1, async (field: INodeProperties, methodName, values) => {
		const list = field.type === 'resourceLocator' ? 'resource-locator-results' : 'options';
		const found = await api.send<{ results?: [] } & []>(
			'POST',
			`/dynamic-node-parameters/${list}`,
			{
				path: `parameters.${field.name}`,
				methodName,
				nodeTypeAndVersion: { name: type, version: 1 },
				currentNodeParameters: values,
				credentials: { [CREDENTIAL_TYPE]: credential },
			},
		);
		return found.results ?? found;
	});
}

const node = (name: string, type: string, typeVersion: number, parameters: object) => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters: parameters as Record<string, unknown>,
});

/** The items that a person pins to see what the next node makes of them; a file is written from text. */
function workflowOf(
	title: string,
	items: readonly object[],
	files: Record<string, string>,
	chain: readonly ChainNode[],
): WorkflowFile {
	const start = node('Input', 'n8n-nodes-base.manualTrigger', 1, {});
	const [file] = Object.entries(files);
	const convert =
		file &&
		node('File', 'n8n-nodes-base.convertToFile', 1.1, {
			operation: 'toText',
			sourceProperty: 'text',
			binaryPropertyName: file[0],
			options: { fileName: `${file[0]}.txt` },
		});
	const nodes = [
		start,
		...(convert ? [convert] : []),
		...chain.map((one) => ({ ...node(one.name, LEANPLUM_NODE, 1, {}), ...one })),
	];
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index]!.name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
	);
	const input = file ? [{ text: file[1] }] : items;
	return { name: title, nodes, connections, pinData: { Input: input.map((json) => ({ json })) } };
}

/** A node of a chain; Leanplum's if nothing else is said. */
export type ChainNode = Partial<WorkflowNode> & { name: string };

/** What a person pins as input. */
export interface Input {
	items?: readonly object[];
	files?: Record<string, string>;
}

/** A workflow with one Leanplum node, which a person changes and runs again. */
export class Bench {
	#stored?: StoredWorkflow;

	constructor(
		private readonly api: N8nApi,
		private readonly title: string,
	) {}

	/** Runs the workflow with this input and these nodes, and waits for it. */
	async run({ items = [{}], files = {} }: Input, ...chain: ChainNode[]): Promise<RunView> {
		const file = workflowOf(this.title, items, files, chain);
		this.#stored = this.#stored
			? await this.api.send('PATCH', `/workflows/${this.#stored.id}`, {
					...file,
					versionId: this.#stored.versionId,
				})
			: await this.api.createWorkflow(file);
		return await this.api.finished(await this.api.run(this.#stored!, 'Input'));
	}
}
