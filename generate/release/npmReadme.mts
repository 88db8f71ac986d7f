/** Where the files of a release can be read. */
export interface Home {
	/** The repository on GitHub, such as `https://github.com/acme/n8n-nodes-leanplum`. */
	url: string;
	/** The release's tag. */
	tag: string;
	/** The package's folder in the repository, `''` for its root. */
	folder: string;
}

/** Of a package.json, what says where the package comes from. */
export interface Manifest {
	version: string;
	repository: { url: string; directory?: string };
}

export function homeOf({ version, repository }: Manifest): Home {
	const url = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
	return { url, tag: version, folder: repository.directory ?? '' };
}

/** Code blocks and code in a line, in which nothing is a link. */
const CODE = /(^```[\s\S]*?^```$|`[^`\n]+`)/m;

/** npmjs.com has no dark appearance, so of a picture in two versions only the light one is left. */
const PICTURE = /<picture>[\s\S]*?(<img [^>]*>)\s*<\/picture>/g;

/** Targets of pictures and links in Markdown and HTML; what is absolute or on the same page is none. */
const IMAGE = /(!\[[^\]]*\]\(|<img [^>]*src=")((?![a-z]+:|#)[^)\s"]+)/g;
const LINK = /(\]\(|^\[[^\]]+\]: |<a [^>]*href=")((?![a-z]+:|#)[^)\s"]+)/gm;

/**
 * A README as npmjs.com shows it well: it knows no other file of the repository, so pictures and links
 * lead to where they are in the release's tag on GitHub.
 */
export function npmReadme(readme: string, { url, tag, folder }: Home): string {
	const base = (kind: 'blob' | 'raw') => `${url}/${kind}/${tag}/${folder ? `${folder}/` : ''}`;
	const absolute = (kind: 'blob' | 'raw') => (_: string, before: string, target: string) =>
		`${before}${new URL(target, base(kind))}`;
	return readme
		.replace(PICTURE, '$1')
		.split(CODE)
		.map((text, index) =>
			index % 2 === 1 ? text : text.replace(IMAGE, absolute('raw')).replace(LINK, absolute('blob')),
		)
		.join('');
}
