import type { ActionSpec, ParameterType } from '../../protocol/action/catalogue';
import { ColumnObjection } from './columnReader';
import { ACTION, type ArgumentPath } from './columns';
import { bagOf, nearName, sameArgument, typeOf } from './leanplumNames';

/** Finds the arguments of actions that columns stand for by their names. */
export class ColumnPaths {
	constructor(
		/** Those that a row can have. */
		private readonly actions: readonly ActionSpec[],
		/** Whether columns without a name of Leanplum's become values. */
		private readonly takesOthers: boolean,
	) {}

	/** The type of an argument; `undefined` when none of the actions takes it. */
	typeOf(argument: string): ParameterType | undefined {
		return this.actions.map((spec) => typeOf(spec, argument)).find(Boolean);
	}

	/** Where columns without Leanplum's names go. */
	private get bag(): string | undefined {
		return this.actions.length === 1 ? bagOf(this.actions[0]!) : undefined;
	}

	private splitPath(name: string): ArgumentPath | undefined {
		const path = name.split('.') as [string, ...string[]];
		return this.typeOf(path[0]) === undefined ? undefined : path;
	}

	/** What a column becomes that the user names. */
	ofNamed(name: string): ArgumentPath | ColumnObjection {
		const path = this.splitPath(name);
		if (path) return path;
		return this.bag === undefined
			? new ColumnObjection('is not an argument of the action. See the list in the docs')
			: [this.bag, name];
	}

	/** The argument that a column is by its own name, where the actions cannot do without it. */
	neededBy(name: string): string | undefined {
		const exact = this.splitPath(name);
		const argument = exact?.length === 1 ? exact[0] : sameArgument(name, this.actions);
		const isNeeded =
			argument !== undefined &&
			(['userId', 'deviceId', 'event'].includes(argument) ||
				this.actions.some(({ required = [] }) => required.includes(argument)));
		return isNeeded ? argument : undefined;
	}

	/** What a column becomes by its own name. */
	ofName(name: string): ArgumentPath | ColumnObjection {
		const exact = this.splitPath(name);
		const same = sameArgument(name, this.actions);
		if (exact) return exact;
		if (same !== undefined && this.typeOf(same) !== 'object') return [same];
		const [first = '', ...members] = name.split('.');
		const outer = members.length > 0 ? sameArgument(first, this.actions) : undefined;
		return outer === undefined ? this.otherPath(name) : [outer, ...members];
	}

	/** What a column becomes whose name is none of Leanplum's. */
	private otherPath(name: string): ArgumentPath | ColumnObjection {
		const { bag } = this;
		const near = nearName(name, this.actions);
		const whose =
			this.actions.length === 1 ? `the action ${this.actions[0]!.action}` : 'any action';
		if (near !== undefined) {
			const own = this.typeOf(near.split('.')[0]!) !== undefined;
			const advice = own
				? `Rename it to "${near}", or name it in Columns with Other Columns set to Only Those Named`
				: 'To import it anyway, name it in Columns with Other Columns set to Only Those Named';
			return new ColumnObjection(
				own || near === ACTION
					? `is nearly "${near}". ${advice}`
					: `is not an argument of ${whose}. ${advice}`,
			);
		}
		if (bag !== undefined && this.takesOthers) return [bag, name];
		const advice =
			bag === undefined
				? 'To leave it out, set Other Columns to Only Those Named'
				: `To import it as a value, name it "${bag}.${name}", or set Other Columns to Import as Values`;
		return new ColumnObjection(`is not an argument of ${whose}. ${advice}`);
	}
}
