import type { IDataObject, INode, INodeParameters, IRun } from 'n8n-workflow';
import type { WorkflowRun } from '../../testkit/engine.mts';

/**
 * A node of a type, with the Leanplum credential; named as its type without the package. Items that
 * fail do not stop it.
 */
export function nodeOf(type: string, typeVersion: number, parameters: INodeParameters): INode {
	return {
		id: type,
		name: type.slice(type.lastIndexOf('.') + 1),
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
		onError: 'continueRegularOutput',
	};
}

/** A connection from one output to a node. */
export const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];

/** A workflow that hands items to one node. */
export function throughOneNode(
	items: readonly IDataObject[],
	node: INode,
): Pick<WorkflowRun, 'items' | 'nodes' | 'connections'> {
	return {
		items: items.map((json) => ({ json })),
		nodes: [node],
		connections: { Source: { main: [to(node.name)] } },
	};
}

/** Makes sure that a run came to its end. */
export function checked(run: IRun): IRun {
	const { error } = run.data.resultData;
	if (error) throw error;
	return run;
}
