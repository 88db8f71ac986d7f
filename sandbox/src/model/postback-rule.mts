/** The events that can trigger postbacks (D:addPostback; OAS lists only the first in its enum). */
export const POSTBACK_TYPES = ['messageEvents', 'abTestEvents'] as const;

export type PostbackType = (typeof POSTBACK_TYPES)[number];

/** Channels whose events trigger postbacks (OAS). */
export const POSTBACK_CHANNELS = ['Push Notification', 'Email', 'In-app Message'] as const;

/** A rule made by addPostback. */
export interface PostbackRule {
	/** As decimal digits. */
	postbackId: string;
	type: PostbackType;
	/** Absent: all channels. */
	channels?: string[];
	/** URL with placeholders in double braces. */
	postbackUrl: string;
}
