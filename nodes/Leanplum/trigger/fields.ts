import type { INodeProperties } from 'n8n-workflow';
import { MESSAGE_EVENTS } from '../protocol/postback/postback';
import { POSTBACK_CHANNELS } from '../protocol/postback/postbackRule';
import { channelOptions } from '../operation/channels';

const POSTBACKS = ['messageEvents', 'abTestEvents'];
const FOR_MESSAGES = { show: { '/triggerOn': ['messageEvents'] } };
const FOR_AB_TESTS = { show: { '/triggerOn': ['abTestEvents'] } };

/** On which channels an event happens and what it means (reference, postbacks). */
const EVENT_HELP: Readonly<Record<(typeof MESSAGE_EVENTS)[number], string>> = {
	Accept: 'In-app: the user accepted, in templates with such a button',
	Bounce: 'Email: it could not be delivered',
	Click: 'Email: the user followed a link, which comes with the event',
	Deferred: 'Email: the mail server asked to try later',
	Delivered: 'Email: the mail server took it',
	Dropped: 'Email: it was not sent',
	'Held Back': 'All channels: the user got nothing, for comparison with those who did',
	'Marked as Spam': 'Email: the user complained about it',
	Open: 'Push and email: the user opened it',
	Select: 'In-app: the user chose a banner',
	'Select Button 1': 'In-app: the first button of a rich interstitial',
	'Select Button 2': 'In-app: the second button of a rich interstitial',
	Sent: 'Push and email: it went out',
	Submit: 'In-app: the user answered a satisfaction survey',
	Unsubscribe: 'Email: the user wants no more',
	View: 'In-app: it was shown',
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
				description: 'A webhook message that you made in the Leanplum dashboard',
			},
			{
				name: 'Message Event',
				value: 'messageEvents',
				action: 'On message event',
				description:
					'Something happened to a message, for example it was opened, clicked or bounced, or someone unsubscribed',
			},
		],
	},
	{
		displayName:
			'Leanplum is told by itself where to call, and again when the workflow is switched off. This needs the Data Export Key in the credential, and takes one of the three postback rules that an app may have.',
		name: 'postbackNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: POSTBACKS } },
	},
	{
		displayName:
			'Enter the webhook URL above in the Leanplum dashboard, with the Webhook Secret of your credential added: …?secret=YOUR_SECRET, or as the password: https://leanplum:YOUR_SECRET@….',
		name: 'dashboardNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['dashboardWebhook'] } },
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: [],
		description:
			'Only start for these events. Leave empty for all. Not every channel has every event.',
		displayOptions: { show: { triggerOn: ['messageEvents'] } },
		options: MESSAGE_EVENTS.map((name) => ({ name, value: name, description: EVENT_HELP[name] })),
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
					'Only these A/B tests; all when none is chosen. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				displayOptions: FOR_AB_TESTS,
			},
			{
				displayName: 'Channels',
				name: 'channels',
				type: 'multiOptions',
				default: [],
				description: 'Only messages of these channels; all when none is chosen',
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
					'Only these messages; all when none is chosen. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
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
				displayName: 'Answer Leanplum',
				name: 'answerWhen',
				type: 'options',
				default: 'onReceived',
				description:
					'When Leanplum gets its answer. It waits for 30 seconds, and delivers again after an hour when n8n or the workflow failed.',
				options: [
					{
						name: 'As Soon as It Calls',
						value: 'onReceived',
						description: 'An event is lost when n8n breaks down while the workflow runs',
					},
					{
						name: 'When the Workflow Has Finished',
						value: 'lastNode',
						description:
							'An event whose workflow failed comes again; for workflows of a few seconds that may run twice',
					},
				],
			},
			{
				displayName: 'Drop Repeated Deliveries',
				name: 'dropRepeated',
				type: 'boolean',
				default: false,
				description:
					'Whether to ignore a postback that was delivered before. Leanplum delivers again when n8n answered with a server error.',
				displayOptions: {
					show: { '/triggerOn': POSTBACKS },
					hide: { answerWhen: ['lastNode'] },
				},
			},
			{
				displayName: 'Send Secret As',
				name: 'sendSecretAs',
				type: 'options',
				default: 'parameter',
				description:
					'How Leanplum proves that a postback comes from it. The node makes the secret by itself.',
				displayOptions: { show: { '/triggerOn': POSTBACKS } },
				options: [
					{
						name: 'Password in the URL',
						value: 'password',
						description:
							'Basic authentication, which logs of web servers do not show. Leanplum documents it for webhooks of its dashboard only, so try it before you rely on it.',
					},
					{
						name: 'URL Parameter',
						value: 'parameter',
						description: 'As …?secret=… in the address',
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
