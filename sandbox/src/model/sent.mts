/** A message that went out. */
export interface SentMessage {
	messageId: string;
	/** The campaign it went out with; absent when sendMessage sent it. */
	campaignId?: string;
	userId: string;
	/** The device the call named; absent when all of the user's were meant. */
	deviceId?: string;
	/** `messagesSent` of the reply. */
	messagesSent: number;
	values?: Record<string, unknown>;
	force: boolean;
	/** Epoch seconds. */
	time: number;
}

/** A campaign that was started for a user. */
export interface CampaignStart {
	campaignId: string;
	userId: string;
	deviceId?: string;
	values?: Record<string, unknown>;
	/** Epoch seconds. */
	time: number;
}
