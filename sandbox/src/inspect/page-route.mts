import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { keepToThisMachine } from '../admin/guard.mjs';
import { AdminError } from '../admin/respond.mjs';

/** Page and styles as they are, and scripts as the build makes them; both lie beside the server's code. */
const FOLDERS = ['../../inspector/', '../inspector-page/'].map((folder) =>
	fileURLToPath(new URL(folder, import.meta.url)),
);

const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.mjs': 'text/javascript; charset=utf-8',
};

/**
 * Nothing from elsewhere, no script or style inside the page, no frame around it, and no string that
 * becomes markup: whatever a caller of the API has sent can only ever be shown as text.
 */
const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
].join('; ');

const HEADERS = {
	'content-security-policy': CONTENT_SECURITY_POLICY,
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-cache',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
};

/** The files of the page by name. */
function filesOfPage(): Map<string, { type: string; content: Buffer }> {
	const files = new Map<string, { type: string; content: Buffer }>();
	for (const folder of FOLDERS) {
		for (const name of readdirSync(folder)) {
			const type = TYPES[extname(name)];
			if (type) files.set(name, { type, content: readFileSync(folder + name) });
		}
	}
	return files;
}

/** Adds the inspector, a page that shows what happens in the sandbox. */
export function addInspectorPage(server: FastifyInstance): void {
	let files: ReturnType<typeof filesOfPage> | undefined;
	void server.register((page, _options, ready) => {
		page.setErrorHandler((error, _request, reply) => {
			const refused = error instanceof AdminError;
			return reply
				.code(refused ? error.status : 500)
				.type('text/plain')
				.send(String(error));
		});
		keepToThisMachine(page);
		page.get<{ Params: { '*': string } }>('/inspector/*', async ({ params }, reply) => {
			files ??= filesOfPage();
			const file = files.get(params['*'] === '' ? 'index.html' : params['*']);
			if (!file) return reply.code(404).type('text/plain').send('There is no such page.');
			return reply.headers(HEADERS).type(file.type).send(file.content);
		});
		page.get('/inspector', (_request, reply) => reply.redirect('/inspector/'));
		ready();
	});
}
