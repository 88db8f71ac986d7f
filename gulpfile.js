const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { execFileSync, spawn } = require('node:child_process');
const gulp = require('gulp');

// `n8n-node build` compiles and copies icons; the rest of what the package ships is made, copied and
// checked here.

const ICONS = 'nodes/**/*.svg';

/** The codex files, by which n8n finds a node under its categories and aliases. */
function codex() {
	return gulp.src('nodes/**/*.node.json', { base: '.' }).pipe(gulp.dest('dist'));
}

/** Relative luminance of a colour written as #rrggbb (WCAG 2.2). */
function luminance(colour) {
	const [red, green, blue] = [1, 3, 5]
		.map((start) => parseInt(colour.slice(start, start + 2), 16) / 255)
		.map((channel) => (channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a, b) {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (light + 0.05) / (dark + 0.05);
}

/** Each icon is square, has a light and a dark version, and stands out from n8n's backgrounds. */
async function icons() {
	const files = readdirSync('nodes', { recursive: true })
		.filter((file) => file.endsWith('.svg'))
		.map((file) => path.join('nodes', file));
	if (files.length === 0) throw new Error('There is no icon.');
	for (const file of files) {
		const svg = readFileSync(file, 'utf8');
		const dark = file.endsWith('.dark.svg');
		const twin = dark ? file.replace('.dark.svg', '.svg') : file.replace('.svg', '.dark.svg');
		if (!existsSync(twin)) throw new Error(`${file} has no twin ${twin}.`);
		const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
		if (width === undefined || width !== height) throw new Error(`${file} is not square.`);
		const background = dark ? '#2b2b2b' : '#ffffff';
		const colours = [...new Set(svg.match(/#[0-9a-f]{6}/gi))].filter(
			(colour) => !['#ffffff', '#2b2b2b'].includes(colour.toLowerCase()),
		);
		for (const colour of colours) {
			const ratio = contrast(colour, background);
			if (ratio < 3) {
				throw new Error(`${file}: ${colour} on ${background} has a contrast of only ${ratio}.`);
			}
		}
	}
}

/** What n8n reads instead of loading the package when it starts; the code waits until it is needed. */
const METADATA = ['dist/known', 'dist/types'];

/** Writes the metadata with n8n's own generator, which loads the finished build. */
async function metadata() {
	execFileSync('npx', ['n8n-generate-metadata'], { stdio: 'inherit' });
}

/** A description from the last build would hide the changes of a new one. */
async function withoutMetadata() {
	for (const folder of METADATA) rmSync(folder, { recursive: true, force: true });
}

/**
 * Makes the package smaller. The compiler indents with spaces, where tabs as in the source take less, and
 * announces each export before it is there.
 */
async function shrink() {
	for (const name of readdirSync('dist', { recursive: true })) {
		const file = path.join('dist', name);
		if (name.endsWith('.js')) {
			const tabs = (spaces) => '\t'.repeat(spaces.length / 4);
			const code = readFileSync(file, 'utf8').replace(/^exports\..* = void 0;\n/gm, '');
			writeFileSync(file, code.replace(/^(?: {4})+/gm, tabs));
		} else if (name.endsWith('.json')) {
			writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
		}
	}
}

/** Takes out what nobody reads: pictures of the documentation, a list for n8n's own checks. */
async function strays() {
	const read = ['dist/credentials', 'dist/nodes', ...METADATA].map((folder) =>
		path.normalize(folder),
	);
	for (const name of readdirSync('dist')) {
		const entry = path.join('dist', name);
		if (!read.includes(entry)) rmSync(entry, { recursive: true });
	}
}

/** Everything that package.json promises n8n is really there, and all that n8n reads at its start. */
async function registered() {
	const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
	const promised = [...n8n.nodes, ...n8n.credentials];
	const read = METADATA.flatMap((folder) => [`${folder}/nodes.json`, `${folder}/credentials.json`]);
	for (const file of [...promised, ...read]) {
		if (!existsSync(file)) throw new Error(`n8n looks for ${file}, which the build did not make.`);
	}
	if (!existsSync('LICENSE.md')) throw new Error('LICENSE.md is missing.');
}

const assets = gulp.series(gulp.parallel(codex, icons), metadata, strays, shrink, registered);

/** Compiles on each change; stops with Ctrl-C. */
function watch() {
	const compiler = spawn('npx', ['tsc', '--watch', '--preserveWatchOutput'], { stdio: 'inherit' });
	gulp.watch(['nodes/**/*.json'], codex);
	gulp.watch([ICONS], gulp.series(icons, copyIcons));
	return compiler;
}

function copyIcons() {
	return gulp.src(ICONS, { base: '.', encoding: false }).pipe(gulp.dest('dist'));
}

/** A script of package.json; its output is this one's. */
function script(name) {
	const run = () => spawn('npm', ['run', '--silent', name], { stdio: 'inherit' });
	return Object.assign(run, { displayName: name });
}

/** All checks that are no tests, and the builds, so that two cores always have something to do. */
const check = gulp.parallel(
	// The linter looks at the sandbox's build, and the types of the tests need it.
	gulp.series(script('build:sandbox'), gulp.parallel(script('lint'), script('typecheck:tools'))),
	// Checks the types of the nodes.
	script('build'),
	script('format'),
);

exports.default = assets;
exports.check = check;
exports.dev = gulp.series(withoutMetadata, codex, copyIcons, watch);
