import type { Socket } from 'node:net';

const ids = new WeakMap<Socket, number>();
let last = 0;

/** A number for a TCP connection, the same for all requests over it. */
export function connectionId(socket: Socket): number {
	let id = ids.get(socket);
	if (id === undefined) {
		last += 1;
		id = last;
		ids.set(socket, id);
	}
	return id;
}
