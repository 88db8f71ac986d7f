/** Made-up sessions for large exports; none of them is kept in memory. */
export interface SyntheticSessions {
	count: number;
	/** Length of each line in bytes, line break included. */
	lineBytes: number;
	/** Numbers of lines (from 0) that break off in the middle and so are no JSON. */
	corruptLines: ReadonlySet<number>;
}
