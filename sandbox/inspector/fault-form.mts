import { call, get } from './api.mjs';
import { FAULT_KINDS } from './fault-kinds.mjs';
import { openForm, type Field, type Values } from './form.mjs';
import { announce, attempt } from './parts.mjs';
import { goTo } from './route.mjs';

const kindOf = (values: Values) =>
	FAULT_KINDS.find(({ kind }) => kind === values.kind) ?? FAULT_KINDS[0]!;

/** The value of a field as the admin API takes it; undefined when it is empty. */
function typed({ name, kind }: Field, values: Values): unknown {
	const value = values[name] ?? '';
	if (kind === 'yesNo') return value === 'yes';
	if (value === '') return undefined;
	return kind === 'number' ? Number(value) : value;
}

function bodyOf(appId: string, values: Values) {
	const { kind, fields = [] } = kindOf(values);
	const { action, user, times, skip } = values;
	return {
		appId,
		match: { ...(action && { action }), ...(user && { batchContainsUserId: user }) },
		skip: Number(skip),
		times: times ? Number(times) : null,
		fault: {
			kind,
			...Object.fromEntries(fields.map((field) => [field.name, typed(field, values)])),
		},
	};
}

const fieldsOf = (values: Values, actions: readonly string[]): readonly Field[] => [
	{
		name: 'kind',
		label: 'Failure',
		kind: 'choice',
		options: FAULT_KINDS.map(({ kind, label }) => [kind, label]),
	},
	...(kindOf(values).fields ?? []),
	{
		name: 'action',
		label: 'Action',
		proposals: actions,
		hint: 'Leave empty for any action. Batches match if they contain the action.',
	},
	{ name: 'user', label: 'Only requests for the user' },
	{
		name: 'times',
		label: 'Requests to fail',
		kind: 'number',
		value: '1',
		hint: 'Leave empty for all requests.',
	},
	{
		name: 'skip',
		label: 'Requests to let through first',
		kind: 'number',
		value: '0',
		required: true,
	},
];

/** Asks for a new fault and makes it. */
export function newFault(appId: string): void {
	attempt(async () => {
		const { actions } = await get<{ actions: { name: string }[] }>('/catalogue');
		const names = actions.map(({ name }) => name);
		openForm({
			title: 'New fault',
			submit: 'Create fault',
			fields: (values) => fieldsOf(values, names),
			async run(values) {
				const { faultId } = await call<{ faultId: string }>(
					'POST',
					'/faults',
					bodyOf(appId, values),
				);
				announce('Fault created. It affects the next requests.', 'good');
				goTo({ appId, view: 'faults', key: faultId });
			},
		});
	});
}
