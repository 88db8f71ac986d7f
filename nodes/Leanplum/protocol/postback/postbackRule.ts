/** What a rule makes Leanplum tell about (D:addPostback; the OAS lists only the first). */
export type PostbackType = 'messageEvents' | 'abTestEvents';

/** The channels that a rule for message events can be limited to (OAS addPostback). */
export const POSTBACK_CHANNELS = ['Email', 'In-app Message', 'Push Notification'] as const;

/** Rules that an app may have (OAS addPostback). */
export const MAX_POSTBACK_RULES = 3;

const ALWAYS = { userId: 'User ID', deviceId: 'Device ID', time: 'Trigger time' };

/** The placeholders of each type of rule, by the name under which they come back (D:addPostback). */
export const PLACEHOLDERS: Readonly<Record<PostbackType, Readonly<Record<string, string>>>> = {
	messageEvents: {
		...ALWAYS,
		messageId: 'Message ID',
		event: 'Message event',
		channel: 'Message channel',
		templateName: 'Template name',
		parameters: 'Parameters',
	},
	abTestEvents: { ...ALWAYS, abTestId: 'AB test ID', variantId: 'Variant ID' },
};

/** A secret that people make up must be this long; where guessing fast is possible, less is too little. */
export const MIN_SECRET_LENGTH = 32;

/** Whether a secret is long enough, and of characters that stay what they are when people copy it into a URL. */
export function isGoodSecret(secret: string): boolean {
	return secret.length >= MIN_SECRET_LENGTH && /^[\w.~-]+$/.test(secret);
}

/** The parameter of a postback's URL that proves where it comes from. */
export const SECRET_PARAMETER = 'secret';
/** The parameter that keeps what a rule is limited to, because Leanplum does not list it. */
const CHANNELS_PARAMETER = 'channels';
/** What the node adds to the URL for itself. */
export const OWN_PARAMETERS: readonly string[] = [SECRET_PARAMETER, CHANNELS_PARAMETER];
/** The user name beside the secret, where that travels as a password. */
const SECRET_USER = 'leanplum';

/** A rule as Leanplum lists it. */
export interface PostbackRule {
	readonly postbackId: string;
	readonly type: string;
	readonly postbackUrl: string;
}

/** A rule as it should be. */
export interface WantedRule {
	readonly type: PostbackType;
	/** Where postbacks go, without a query. */
	readonly address: string;
	/** Empty for all. */
	readonly channels: readonly string[];
	/** In letters, digits, `-` and `_`. */
	readonly secret: string;
	/** Whether the secret travels as a password in the URL instead of as a parameter. */
	readonly asPassword: boolean;
}

/**
 * The URL to register: the address, the secret, and every placeholder that the type of rule has.
 *
 * Placeholders stay as they are, with braces and spaces, because Leanplum recognises them only so.
 */
export function postbackUrl({ type, address, channels, secret, asPassword }: WantedRule): string {
	const url = new URL(address);
	if (asPassword) {
		url.username = SECRET_USER;
		url.password = secret;
	}
	const fixed = new URLSearchParams();
	if (!asPassword) fixed.set(SECRET_PARAMETER, secret);
	if (channels.length > 0) fixed.set(CHANNELS_PARAMETER, [...channels].sort().join(','));
	const filledIn = Object.entries(PLACEHOLDERS[type]).map(
		([name, placeholder]) => `${name}={{${placeholder}}}`,
	);
	const parts = fixed.size > 0 ? [fixed.toString(), ...filledIn] : filledIn;
	return `${url.href}?${parts.join('&')}`;
}

function parsed(url: string): URL | undefined {
	return URL.canParse(url) ? new URL(url) : undefined;
}

/** Whether a rule leads to an address, whatever its query. */
export function leadsTo(rule: PostbackRule, address: string): boolean {
	const [there, here] = [parsed(rule.postbackUrl), parsed(address)];
	return there !== undefined && there.origin === here?.origin && there.pathname === here.pathname;
}

/** A URL so that two of the same meaning are equal, however they are encoded. */
function meaningOf(text: string): string {
	const url = parsed(text);
	if (!url) return text;
	const { origin, pathname, username, password, searchParams } = url;
	return JSON.stringify([origin, pathname, username, password, [...searchParams].sort()]);
}

/** Whether a rule is just as it should be. */
export function isAsWanted(rule: PostbackRule, wanted: WantedRule): boolean {
	return (
		rule.type === wanted.type && meaningOf(rule.postbackUrl) === meaningOf(postbackUrl(wanted))
	);
}

/** The secret in a rule's URL, if it holds one. */
export function secretOf(rule: PostbackRule): string | undefined {
	const url = parsed(rule.postbackUrl);
	const secret = url?.password || url?.searchParams.get(SECRET_PARAMETER);
	return secret ? secret : undefined;
}

/** A rule's URL as others may see it: whoever knows the secret can start the workflow. */
export function withoutSecret(postbackUrl: string): string {
	return postbackUrl
		.replace(/(\/\/[^/?#@:]*:)[^/?#@]*@/, '$1***@')
		.replace(new RegExp(`([?&]${SECRET_PARAMETER}=)[^&#]*`, 'g'), '$1***');
}

/** Where a rule leads, for people: its query may hold what is not theirs to see. */
export function ruleAddress(rule: PostbackRule): string {
	const url = parsed(rule.postbackUrl);
	return url ? `${url.origin}${url.pathname}` : 'an unreadable URL';
}
