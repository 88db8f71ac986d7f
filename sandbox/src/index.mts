export {
	AdminClient,
	AdminRequestError,
	client,
	type ActionView,
	type UploadedFileView,
} from './client/client.mjs';
export type { WorldSeed } from './admin/seed.mjs';
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.mjs';
export type { SessionView, TrackedEventView, UserSeed, UserView } from './admin/user-view.mjs';
export type { MessageEventInput, SyntheticSessionsInput } from './admin/effects.mjs';
export type { FaultInput } from './faults/fault.mjs';
export type { PendingFault } from './faults/fault-board.mjs';
export type { AppIdentity, AppKeys, KeyClass } from './basics/keys.mjs';
export type { Outcome } from './leanplum/result.mjs';
export type {
	AbTestInput,
	BookmarkInput,
	CampaignInput,
	CategoryInput,
	Condition,
	MessageInput,
} from './model/content.mjs';
export type { MigrationInput } from './model/migration.mjs';
export type { CampaignStart, SentMessage } from './model/sent.mjs';
export type { PostbackRule } from './model/postback-rule.mjs';
export type { Delivery, DeliveryAttempt } from './outbound/outbound.mjs';
export type { RecordedDownload } from './files/downloads.mjs';
export type { JobView } from './jobs/jobs.mjs';
export type { Page } from './inspect/page-of.mjs';
export type { Pulse } from './inspect/pulse.mjs';
export type { EventView, RequestSummary, SentView, UserSummary } from './inspect/views.mjs';
export type { Settings } from './basics/settings.mjs';
export type { StatsSnapshot } from './traffic/stats.mjs';
export type { RecordedAction, RecordedRequest } from './traffic/traffic.mjs';
