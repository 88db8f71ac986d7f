/** What keeps a CSV file from being read. */
export class CsvError extends Error {
	constructor(
		/** What is wrong, as the rest of a sentence that starts with the file or the row. */
		message: string,
		/** The number of the row, as in `CsvRow`, where it is about one. */
		readonly row?: number,
	) {
		super(message);
	}
}
