import { z } from 'zod';

/**
 * What marketers make in the Leanplum dashboard: messages, A/B tests, unsubscribe categories. The
 * sandbox has no dashboard; the admin API edits these instead, with these schemas.
 */

/** Ids as decimal digits, so that none is ever rounded. */
export const contentId = z.union([
	z.string().regex(/^\d{1,19}$/),
	z.number().int().nonnegative().transform(String),
	z.bigint().nonnegative().transform(String),
]);

/** Epoch seconds. */
const seconds = z.number().nonnegative();

/** Channels in the words that Leanplum uses for `messageType` and `unsubscribeChannels`. */
const CHANNELS = [
	'Push Notification',
	'Email',
	'Newsfeed Message',
	'Webhook',
	'In-app Message',
] as const;

export type Channel = (typeof CHANNELS)[number];

/** A condition on users: an attribute that is, or as a set contains, a value. */
const conditionSchema = z.strictObject({
	attribute: z.string(),
	equals: z.union([z.string(), z.number()]),
});

export const messageSchema = z.strictObject({
	name: z.string().default('New Message'),
	messageType: z.enum(CHANNELS).default('Push Notification'),
	/** Only `manual` messages can be sent by sendMessage (SEED1). */
	deliveryType: z
		.enum(['manual', 'immediate', 'scheduled', 'recurring', 'triggered'])
		.default('manual'),
	/** `active` means started; only started messages can be sent (SEED1). */
	state: z.enum(['draft', 'inactive', 'active', 'finished']).default('active'),
	/** Whom the message is for; others get it only with `force`. */
	targeting: conditionSchema.optional(),
	/**
	 * What the message says, for the inspector; `{{Value "name"}}` stands for a value of sendMessage.
	 * Leanplum's API never shows it.
	 */
	title: z.string().optional(),
	text: z.string().optional(),
	/** Template of an in-app message, as postbacks name it. */
	templateName: z.string().optional(),
	created: seconds.optional(),
	updated: seconds.optional(),
	finished: seconds.optional(),
	scheduledTime: seconds.optional(),
	campaignId: contentId.optional(),
	campaignName: z.string().optional(),
	abTestIds: z.array(contentId).optional(),
	messageLimits: z.string().optional(),
	localTriggers: z.string().optional(),
	serverTriggers: z.string().optional(),
	targetingSticky: z.boolean().optional(),
});

/** A message as the admin API takes it. */
export type MessageInput = z.input<typeof messageSchema>;
export type Message = z.infer<typeof messageSchema> & { id: string; created: number };

const variantSchema = z.strictObject({
	id: contentId,
	name: z.string(),
	/** Share of the test's users, 0 to 100. */
	percent: z.number().min(0).max(100),
	variables: z.array(z.strictObject({ name: z.string(), value: z.unknown() })).default([]),
});

export type Variant = z.infer<typeof variantSchema>;

export const abTestSchema = z.strictObject({
	name: z.string().default('New A/B Test'),
	state: z.enum(['draft', 'inactive', 'active', 'finished']).default('active'),
	created: seconds.optional(),
	updated: seconds.optional(),
	finished: seconds.optional(),
	chosenVariant: z.number().int().optional(),
	targetingSticky: z.boolean().default(false),
	variants: z.array(variantSchema).default([]),
	createdBy: z.string().default('marketer@example.com'),
	publishedBy: z.string().default('marketer@example.com'),
});

/** An A/B test as the admin API takes it. */
export type AbTestInput = z.input<typeof abTestSchema>;
export type AbTest = z.infer<typeof abTestSchema> & { id: string; created: number };

export const categorySchema = z.strictObject({
	name: z.string(),
	description: z.string().default(''),
});

/** A category as the admin API takes it. */
export type CategoryInput = z.input<typeof categorySchema>;
export type UnsubscribeCategory = z.infer<typeof categorySchema> & { id: string };

export const campaignSchema = z.strictObject({
	name: z.string().default('New Campaign'),
	/** Only `manual` campaigns can be started by startCampaign (G:manual-delivery). */
	deliveryType: z.enum(['manual', 'scheduled', 'triggered']).default('manual'),
	state: z.enum(['draft', 'inactive', 'active', 'finished']).default('active'),
	/** Ids of the messages that are its top-level actions: what startCampaign sends. */
	messageIds: z.array(contentId).default([]),
});

/** A campaign as the admin API takes it. */
export type CampaignInput = z.input<typeof campaignSchema>;
export type Campaign = z.infer<typeof campaignSchema> & { id: string };

/** Users who meet a condition, under the name that exportUsers takes as `audienceName`. */
export const audienceSchema = conditionSchema;
export type Condition = z.infer<typeof conditionSchema>;

/** A saved report, under the name that exportReport takes as `bookmarkName`. */
export const bookmarkSchema = z.strictObject({ eventNames: z.array(z.string()) });

/** A saved report as the admin API takes it. */
export type BookmarkInput = z.input<typeof bookmarkSchema>;
export type Bookmark = z.infer<typeof bookmarkSchema>;

/** A notification channel of Android, with whatever settings it was added with. */
export interface AndroidChannel {
	id: string;
	name: string;
	importance: number;
	default: boolean;
	[setting: string]: unknown;
}

/** How long finished content still counts as recent, in seconds (Leanplum names no figure). */
const RECENT_S = 30 * 24 * 60 * 60;

/** What `includeDrafts` and `recent` of getMessages and getAbTests leave over. */
export function listed<Content extends { state: string; finished?: number | undefined }>(
	contents: Iterable<Content>,
	filter: { includeDrafts: boolean; recent: boolean; now: number },
): Content[] {
	return [...contents].filter((content) => {
		if (content.state === 'draft') return filter.includeDrafts;
		if (content.state !== 'finished' || !filter.recent) return true;
		return filter.now - (content.finished ?? 0) < RECENT_S;
	});
}
