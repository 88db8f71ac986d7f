/**
 * Reports known weaknesses of packages: of what is published, where one is an error, and of the tools
 * that it is built and tested with, which never reach a user.
 */
import { spawnSync } from 'node:child_process';
import { z } from 'zod';

const auditSchema = z.object({
	metadata: z.object({ vulnerabilities: z.record(z.number()) }),
	vulnerabilities: z.record(
		z.object({ severity: z.string(), isDirect: z.boolean(), fixAvailable: z.unknown() }),
	),
});
type Audit = z.infer<typeof auditSchema>;

/** What npm knows, or `undefined` where its registry offers no advisories. */
function audit(...options: string[]): Audit | undefined {
	const { stdout } = spawnSync('npm', ['audit', '--json', ...options], { encoding: 'utf8' });
	return auditSchema.safeParse(JSON.parse(stdout)).data;
}

const published = audit('--omit=dev');
const tools = audit();
if (!published || !tools) {
	console.log('Not checked: this registry offers no advisories.');
} else {
	const { total = 0, ...bySeverity } = tools.metadata.vulnerabilities;
	const counts = Object.entries(bySeverity).filter(([, count]) => count > 0);
	console.log(
		`Published package: ${published.metadata.vulnerabilities.total ?? 0} known weaknesses`,
	);
	console.log(
		`Tools: ${total} (${counts.map(([severity, count]) => `${count} ${severity}`).join(', ') || 'none'})`,
	);
	for (const [name, { severity, isDirect, fixAvailable }] of Object.entries(
		tools.vulnerabilities,
	)) {
		if (isDirect) console.log(`  ${name}: ${severity}${fixAvailable ? ', a fix exists' : ''}`);
	}
	if (published.metadata.vulnerabilities.total) process.exitCode = 1;
}
