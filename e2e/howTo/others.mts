import { CREDENTIAL_TYPE } from '../lib/package.mts';
import type { OtherNode } from './prose.mts';

interface Parameters {
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
}

const expression = (code: string) => (code.includes('{{') ? `=${code}` : code);

/** n8n's own nodes that how-tos use, by what the pages call them. */
const OTHERS: Record<string, (node: OtherNode, tableId: string) => Parameters> = {
	Filter({ codes: [value], labels: [type, operation] }) {
		if (type !== 'Object' || operation !== 'exists') throw new Error('Which condition?');
		const operator = { type: 'object', operation: 'exists', singleValue: true };
		const options = { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 };
		const condition = { id: 'filter', leftValue: expression(value!), rightValue: '', operator };
		const conditions = { options, conditions: [condition], combinator: 'and' };
		return { type: 'n8n-nodes-base.filter', typeVersion: 2.2, parameters: { conditions } };
	},
	'HTTP Request'({ codes: [url, body], labels }) {
		if (
			labels.join() !== 'Authentication,Predefined Credential Type,Credential Type,Leanplum API'
		) {
			throw new Error(`Which credential? ${labels.join()}`);
		}
		const authentication = 'predefinedCredentialType';
		const sent = { sendBody: true, specifyBody: 'json', jsonBody: body };
		return {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url,
				authentication,
				nodeCredentialType: CREDENTIAL_TYPE,
				...sent,
			},
		};
	},
	'Remove Duplicates': ({ codes: [fields] }) => ({
		type: 'n8n-nodes-base.removeDuplicates',
		typeVersion: 2,
		parameters: { compare: 'selectedFields', fieldsToCompare: fields },
	}),
	'Data table → Update row(s)': ({ codes: [key, keyValue, column, value] }, tableId) => ({
		type: 'n8n-nodes-base.dataTable',
		typeVersion: 1,
		parameters: {
			resource: 'row',
			operation: 'update',
			dataTableId: { __rl: true, mode: 'id', value: tableId },
			filters: {
				conditions: [{ keyName: key, condition: 'eq', keyValue: expression(keyValue!) }],
			},
			columns: {
				mappingMode: 'defineBelow',
				value: { [column!]: expression(value!) },
				matchingColumns: [],
				schema: [],
			},
		},
	}),
};

export const isOther = (name: string) => name in OTHERS;

/** What n8n stores of such a node. */
export const otherNode = (node: OtherNode, tableId: string) => OTHERS[node.name]!(node, tableId);
