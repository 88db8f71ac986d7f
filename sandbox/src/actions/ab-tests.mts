import { Int64 } from '../basics/int64.mjs';
import { appAction, type Action } from '../leanplum/action.mjs';
import { boolean, numericId } from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import { listed, type AbTest, type Variant } from '../model/content.mjs';

const describedVariant = ({ id, name, percent, variables }: Variant): Record<string, unknown> => ({
	id: new Int64(id),
	name,
	percent,
	variables,
});

function described(test: AbTest): Record<string, unknown> {
	return {
		id: new Int64(test.id),
		name: test.name,
		active: test.state === 'active',
		state: test.state,
		created: test.created,
		updated: test.updated,
		finished: test.finished,
		chosenVariant: test.chosenVariant,
		targetingSticky: test.targetingSticky,
		variants: test.variants.map(describedVariant),
	};
}

const visible = (test: AbTest, includeDrafts: boolean | undefined): boolean =>
	test.state !== 'draft' || includeDrafts === true;

/** getAbTest: like an element of getAbTests, and who made it. */
const getAbTest = appAction({
	name: 'getAbTest',
	key: 'contentReadOnly',
	args: { id: numericId, includeDrafts: boolean.optional() },
	run({ id, includeDrafts }, { app }) {
		const test = app.abTests.get(id);
		if (!test || !visible(test, includeDrafts)) return failed(404, TEXT.abTestNotFound);
		const { createdBy, publishedBy } = test;
		return done({ abTest: { ...described(test), details: { createdBy, publishedBy } } });
	},
});

/** getAbTests: all of them, there are no pages. */
const getAbTests = appAction({
	name: 'getAbTests',
	key: 'contentReadOnly',
	args: { includeDrafts: boolean.optional(), recent: boolean.optional() },
	run({ includeDrafts = false, recent = true }, { app, now }) {
		const tests = listed(app.abTests.values(), { includeDrafts, recent, now });
		return done({ abTests: tests.map(described) });
	},
});

/** getVariant: a variant of any test. */
const getVariant = appAction({
	name: 'getVariant',
	key: 'contentReadOnly',
	args: { id: numericId, includeDrafts: boolean.optional() },
	run({ id, includeDrafts }, { app }) {
		for (const test of app.abTests.values()) {
			if (!visible(test, includeDrafts)) continue;
			const variant = test.variants.find((candidate) => candidate.id === id);
			if (variant) return done({ variant: describedVariant(variant) });
		}
		return failed(404, TEXT.variantNotFound);
	},
});

export const AB_TEST_ACTIONS: readonly Action[] = [getAbTest, getAbTests, getVariant];
