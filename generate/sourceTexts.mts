import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text of the code with the place where it is written. */
export interface SourceText {
	readonly file: string;
	readonly line: number;
	/** The text, with `…` for each value that the code inserts. */
	readonly text: string;
}

/** The text of a constant of the same file, or `…`. */
function inserted(value: ts.Expression): string {
	if (!ts.isIdentifier(value)) return '…';
	const source = value.getSourceFile();
	for (const statement of source.statements) {
		if (!ts.isVariableStatement(statement)) continue;
		const found = statement.declarationList.declarations.find(
			({ name }) => name.getText() === value.text,
		);
		if (found?.initializer) return textOf(found.initializer) ?? '…';
	}
	return '…';
}

/** What a literal says, or `undefined` for anything else. */
export function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	const spans = node.templateSpans.map(
		({ expression, literal }) => `${inserted(expression)}${literal.text}`,
	);
	return node.head.text + spans.join('');
}

export function parse(file: string): ts.SourceFile {
	return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Calls `visit` for every node of a file, from top to bottom. */
export function eachNode(source: ts.Node, visit: (node: ts.Node) => void): void {
	visit(source);
	ts.forEachChild(source, (child) => eachNode(child, visit));
}

/** The string literals of a file that have more than one word. */
export function textsIn(file: string): SourceText[] {
	const source = parse(file);
	const texts: SourceText[] = [];
	eachNode(source, (node) => {
		const text = textOf(node);
		if (text === undefined || !/\s/.test(text) || ts.isImportDeclaration(node.parent)) return;
		const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
		texts.push({ file, line: line + 1, text: text.replace(/\s+/g, ' ') });
	});
	return texts;
}

/** The names and notes of a workflow template, line by line and without code. */
export function notesIn(file: string): SourceText[] {
	const { name, nodes } = JSON.parse(readFileSync(file, 'utf8')) as {
		name: string;
		nodes: Array<{ name: string; parameters: { content?: string } }>;
	};
	return [
		name,
		...nodes.flatMap((node) => [node.name, ...(node.parameters.content ?? '').split('\n')]),
	]
		.map((text) => ({ file, line: 1, text: text.replace(/(`+)[^`]+\1/g, '`x`') }))
		.filter(({ text }) => text.trim() !== '');
}

/** The prose of a Markdown page, line by line: without code, comments, and the targets of links. */
export function proseIn(file: string): SourceText[] {
	const keepLines = (part: string) => part.replace(/[^\n]/g, ' ');
	return readFileSync(file, 'utf8')
		.replace(/^(`{3,})[\s\S]*?^\1/gm, keepLines)
		.replace(/<!--[\s\S]*?-->/g, keepLines)
		.replace(/(`+)[^`\n]+\1/g, '`x`')
		.replace(/\]\([^)]*\)/g, '](x)')
		.split('\n')
		.map((text, index) => ({ file, line: index + 1, text }))
		.filter(({ text }) => text.trim() !== '');
}
