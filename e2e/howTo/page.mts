import { readFileSync } from 'node:fs';
import { examplesIn, shownIn } from '../../generate/pages/fill.mts';

/** One line of an example: the labels that lead to a field, and what to fill in. */
export interface FieldLine {
	path: string[];
	text: string;
}

/** What a page shows of a run: fields with their values, what goes in, what comes out. */
export interface ShownExample {
	name: string;
	/** The resource and operation, and each field. */
	fields: FieldLine[];
	input?: Record<string, unknown>[];
	/** What is shown of the output. */
	output: Record<string, unknown>[];
	/** How many more items there are. */
	more: number;
	hints: string[];
	/** The last text file that the page shows before the example. */
	file?: string;
}

const BOLD = /\*\*([^*]+)\*\*/g;

const labels = (text: string) => [...text.matchAll(BOLD)].map(([, label]) => label!);

function json(text: string, title: RegExp): Record<string, unknown>[] | undefined {
	const block = new RegExp(`^${title.source}\\n+\`\`\`json\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text);
	return block ? ([JSON.parse(block.at(-1)!)] as Record<string, unknown>[][]).flat() : undefined;
}

function example(page: string, name: string): ShownExample {
	const text = shownIn(page, name)!;
	const fields = [...text.matchAll(/^- (\*\*.+?\*\*(?: → \*\*.+?\*\*)*)(?:: (.*))?$/gm)].map(
		([, path, value = '']) => ({ path: labels(path!), text: value }),
	);
	const before = page.slice(0, page.indexOf(`<!-- example: ${name} -->`));
	return {
		name,
		fields,
		input: json(text, /Input:/),
		output: json(text, /Output[^:\n]*:/) ?? [],
		more: Number(/^Output \(and (\d+) more/m.exec(text)?.[1] ?? 0),
		hints: [...text.matchAll(/^In the output pane: “([\s\S]*?)”$/gm)].map(([, hint]) => hint!),
		file: [...before.matchAll(/^```csv\n([\s\S]*?)^```/gm)].at(-1)?.[1],
	};
}

/** The examples that a page of docs/ shows, read from its text alone. */
export function shownExamples(file: string): ShownExample[] {
	const page = readFileSync(file, 'utf8');
	return examplesIn(page).map((name) => example(page, name));
}
