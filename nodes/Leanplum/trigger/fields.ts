import type { INodeProperties } from 'n8n-workflow';
import { MESSAGE_EVENTS } from '../protocol/postback/postback';
import { POSTBACK_CHANNELS } from '../protocol/postback/postbackRule';
import { channelOptions } from '../operation/channels';

const POSTBACKS = ['messageEvents', 'abTestEvents'];
const FOR_MESSAGES = { show: { '/triggerOn': ['messageEvents'] } };
const FOR_AB_TESTS = { show: { '/triggerOn': ['abTestEvents'] } };

/** What the editor calls an event, on which channels it happens, and what it means (reference, postbacks). */
const EVENTS: Readonly<Record<(typeof MESSAGE_EVENTS)[number], readonly [string, string]>> = {
	Accept: ['Accepted', 'In-app: the user tapped Accept in a template that has this button'],
	Bounce: ['Bounced', 'Email: it could not be delivered'],
	Click: ['Clicked', 'Email: the user clicked a link. The output has its URL.'],
	Deferred: ['Deferred', 'Email: the mail server asked to retry later'],
	Delivered: ['Delivered', 'Email: the mail server accepted the message'],
	Dropped: ['Dropped', "Email: the message wasn't sent"],
	'Held Back': ['Held Back', 'All channels: the user is in the holdout group and got no message'],
	'Marked as Spam': ['Marked as Spam', 'Email: the user reported it as spam'],
	Open: ['Opened', 'Push and email: the user opened it'],
	Select: ['Selected', 'In-app: the user tapped a banner'],
	'Select Button 1': ['Selected Button 1', 'In-app: the first button of a rich interstitial'],
	'Select Button 2': ['Selected Button 2', 'In-app: the second button of a rich interstitial'],
	Sent: ['Sent', 'Push and email: it went out'],
	Submit: ['Submitted', 'In-app: the user submitted a satisfaction survey'],
	Unsubscribe: ['Unsubscribed', 'Email: the user unsubscribed'],
	View: ['Viewed', 'In-app: the message was shown'],
};

/** The fields of the trigger node, in order. */
export const TRIGGER_FIELDS: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		required: true,
		default: 'messageEvents',
		description:
			"What starts the workflow. For events, the node registers one of the app's three postbacks in Leanplum when you publish, and removes it when you unpublish.",
		hint: 'Requires the Data Export Key, except for dashboard webhooks',
		options: [
			{
				name: 'A/B Test Event',
				value: 'abTestEvents',
				action: 'On A/B test event',
				description: 'A user entered a variant of an A/B test',
			},
			{
				name: 'Dashboard Webhook',
				value: 'dashboardWebhook',
				action: 'On dashboard webhook',
				description: 'A webhook message you created in the Leanplum dashboard',
			},
			{
				name: 'Message Event',
				value: 'messageEvents',
				action: 'On message event',
				description: 'A message was opened, clicked, or bounced, a user unsubscribed, and more',
			},
		],
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: [],
		description:
			'Only start for these events. Leave empty for all. Not every channel has every event.',
		displayOptions: { show: { triggerOn: ['messageEvents'] } },
		options: MESSAGE_EVENTS.map((value) => {
			const [name, description] = EVENTS[value];
			return { name, value, description };
		}),
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: { show: { triggerOn: POSTBACKS } },
		options: [
			{
				displayName: 'A/B Test Names or IDs',
				name: 'abTestIds',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getAbTests' },
				default: [],
				description:
					'Only start for these A/B tests. Leave empty for all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				displayOptions: FOR_AB_TESTS,
			},
			{
				displayName: 'Channels',
				name: 'channels',
				type: 'multiOptions',
				default: [],
				description: 'Only events for these channels. Leave empty for all.',
				displayOptions: FOR_MESSAGES,
				options: channelOptions(POSTBACK_CHANNELS),
			},
			{
				displayName: 'Message Names or IDs',
				name: 'messageIds',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getMessages' },
				default: [],
				description:
					'Only start for these messages. Leave empty for all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				displayOptions: FOR_MESSAGES,
			},
		],
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		required: true,
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'triggerOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Respond',
				name: 'answerWhen',
				type: 'options',
				default: 'onReceived',
				description:
					'When to respond to Leanplum. Leanplum waits 30 seconds, and resends the event after an hour if it gets a server error.',
				options: [
					{
						name: 'Immediately',
						value: 'onReceived',
						description: 'Events are lost if n8n crashes while the workflow is running',
					},
					{
						name: 'When Last Node Finishes',
						value: 'lastNode',
						description:
							'Leanplum resends events whose execution failed. Use for short workflows that are safe to run twice.',
					},
				],
			},
			{
				displayName: 'Ignore Duplicate Events',
				name: 'dropRepeated',
				type: 'boolean',
				default: false,
				description:
					'Whether to ignore events that were already received. Leanplum resends an event after a server error.',
				displayOptions: {
					show: { '/triggerOn': POSTBACKS },
					hide: { answerWhen: ['lastNode'] },
				},
			},
			{
				displayName: 'Include Message Name',
				name: 'messageNames',
				type: 'boolean',
				default: false,
				description:
					"Whether to add the message's name. The node looks it up at most once a minute. If the lookup fails, the name is null.",
				hint: 'Requires the Content Read-Only Key in your credential',
				displayOptions: FOR_MESSAGES,
			},
			{
				displayName: 'Send Secret As',
				name: 'sendSecretAs',
				type: 'options',
				default: 'parameter',
				description:
					'Where to put the secret that proves a call comes from Leanplum. The node creates the secret for you.',
				displayOptions: { show: { '/triggerOn': POSTBACKS } },
				options: [
					{
						name: 'Basic Auth in URL',
						value: 'password',
						description:
							'Keeps the secret out of web server logs. Leanplum documents this only for dashboard webhooks, so test it first.',
					},
					{
						name: 'Query Parameter',
						value: 'parameter',
						description: 'Adds ?secret=… to the URL',
					},
				],
			},
		],
	},
	{
		// n8n reads this name: it makes n8n leave the body of a request to the node.
		displayName: 'Body Is Read by the Node',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
