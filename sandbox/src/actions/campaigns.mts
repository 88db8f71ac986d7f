import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean, object, text } from '../leanplum/arguments.mjs';
import { done, skipped } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import { emitSending } from '../model/message-events.mjs';
import { recipients } from './send-message.mjs';

/**
 * startCampaign: sends the campaign's top-level actions to a user (G:manual-delivery). In-app
 * actions wait for the user's next session, so nothing is sent for them. Postman's collection adds
 * `force`; here it changes nothing, as no campaign has targets.
 */
const startCampaign = userAction({
	name: 'startCampaign',
	key: 'development',
	disposition: 'CreateNever',
	writes: true,
	args: { campaignId: text, values: object.optional(), force: boolean.optional() },
	run({ campaignId, values }, { app, user, deviceId, now }) {
		const campaign = app.campaigns.get(campaignId);
		if (campaign?.deliveryType !== 'manual' || campaign.state !== 'active') {
			return skipped(TEXT.campaignNotFound);
		}
		app.campaignStarts.push({
			campaignId,
			userId: user.userId,
			...(deviceId === undefined ? {} : { deviceId }),
			...(values === undefined ? {} : { values }),
			time: now,
		});
		for (const messageId of campaign.messageIds) {
			const message = app.messages.get(messageId);
			const devices = message ? recipients(message, user, deviceId) : [];
			if (!message || devices.length === 0) continue;
			app.sent.push({
				messageId,
				campaignId,
				userId: user.userId,
				...(deviceId === undefined ? {} : { deviceId }),
				messagesSent: devices.length,
				...(values === undefined ? {} : { values }),
				force: false,
				time: now,
			});
			emitSending(app, user, message, devices, values, now);
		}
		return done();
	},
});

export const CAMPAIGN_ACTIONS: readonly Action[] = [startCampaign];
