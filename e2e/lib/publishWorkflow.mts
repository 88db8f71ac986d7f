import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { run } from './process.mts';

interface Workflow {
	jobs: Record<string, { strategy?: { matrix: Record<string, string[]> }; steps: Step[] }>;
}

interface Step {
	name?: string;
	run?: string;
}

/** The commands of the publish workflow, run as GitHub runs them, but with another registry. */
export class PublishWorkflow {
	private constructor(
		private readonly workflow: Workflow,
		private readonly cwd: string,
		private readonly env: NodeJS.ProcessEnv,
	) {}

	/** @param env what GitHub, the secrets and the workflow's `env` would give */
	static async in(repository: string, env: NodeJS.ProcessEnv): Promise<PublishWorkflow> {
		const file = `${repository}/.github/workflows/publish.yml`;
		return new PublishWorkflow(parse(await readFile(file, 'utf8')) as Workflow, repository, env);
	}

	/** The packages that it publishes. */
	get packages(): string[] {
		return this.workflow.jobs.publish!.strategy!.matrix.package!;
	}

	/** @returns what the step printed @throws Error when it fails, or the job has no such step */
	async step(job: string, name: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
		const script = this.workflow.jobs[job]?.steps.find((step) => step.name === name)?.run;
		if (!script) throw new Error(`The job ${job} has no step "${name}" that runs something.`);
		return await run(['bash', '-e', '-c', script], { cwd: this.cwd, env: { ...this.env, ...env } });
	}
}
