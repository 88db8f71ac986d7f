import { Workflow, type INode, type INodeParameters } from 'n8n-workflow';
import { Leanplum } from '../nodes/Leanplum/Leanplum.node';

/** A workflow of nothing but a Leanplum node with these parameters, as n8n's editor has it. */
export function workflowOfOne(parameters: INodeParameters, settings: Partial<INode> = {}) {
	const type = new Leanplum();
	const node: INode = {
		id: '1',
		name: 'Leanplum',
		type: 'leanplum',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...settings,
	};
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return { workflow, node, type };
}
