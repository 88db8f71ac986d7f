import { appAction, type Action } from '../leanplum/action.mjs';
import { boolean, text } from '../leanplum/arguments.mjs';
import { done, failed, missingArgument } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';

/**
 * multi with CSV: the job form names an object in Google Cloud Storage (OAS), the other form has
 * the CSV as its body (Postman: "CSV upload no file"). Both are done later, as a job.
 */
const csvMulti = appAction({
	name: 'multi',
	key: 'development',
	batchable: false,
	args: {
		createJob: boolean.optional(),
		gcsBucket: text.optional(),
		file: text.optional(),
		defaultAction: text.optional(),
	},
	run({ createJob, gcsBucket, file, defaultAction }, { app, extras: { csv, importCsv } }) {
		if (csv === undefined) {
			if (createJob !== true) return failed(400, TEXT.createJob);
			if (gcsBucket === undefined) return missingArgument('gcsBucket');
			if (file === undefined) return missingArgument('file');
		}
		const jobId = app.jobs.start(`multi_${app.numericId}`, 'import', () => {
			const content = csv ?? app.cloudObjects.get(`${gcsBucket}/${file}`);
			return content === undefined ? undefined : importCsv(content, defaultAction);
		});
		return done({ jobId });
	},
});

/** getMultiResults: the state of a CSV import. */
const getMultiResults = appAction({
	name: 'getMultiResults',
	key: 'development',
	args: { jobId: text },
	run({ jobId }, { app }) {
		const reply = app.jobs.reply(jobId, 'import');
		return reply ? done(reply) : failed(404, TEXT.jobNotFound);
	},
});

export const IMPORT_ACTIONS: readonly Action[] = [csvMulti, getMultiResults];
