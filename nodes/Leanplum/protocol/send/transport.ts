import type { Call } from '../action/call';
import type { Outcome } from '../reply/outcome';
import type { HttpReply, NoReply } from '../reply/reply';
import type { LeanplumRequest } from './request';

/** The way to Leanplum, and the clock beside it. */
export interface Transport {
	/** Sends one request. Never throws for what the network or Leanplum do. */
	send(request: LeanplumRequest): Promise<HttpReply | NoReply>;
	/** Waits; ends early when the execution is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	/** The present in epoch milliseconds. */
	now(): number;
	/** A random number from 0 to 1. */
	random(): number;
	/** Whether the user stopped the execution. */
	cancelled(): boolean;
}

/** The execution was stopped; calls in flight may have been done. */
export class CancelledError extends Error {
	/** @param outcomes what became of the calls, where that is known */
	constructor(readonly outcomes?: ReadonlyMap<Call, Outcome>) {
		super('The execution was stopped');
	}
}
