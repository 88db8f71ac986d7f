import type { Pulse } from 'leanplum-sandbox';

/** What to do when something is heard from the sandbox. */
interface Listener {
	onPulse: (pulse: Pulse) => void;
	onState: (state: 'live' | 'lost') => void;
	/** The app is gone, because everything was reset. */
	onGone: () => void;
}

/** Follows what happens in an app until it is told to stop. The browser reconnects by itself. */
export function follow(appId: string, { onPulse, onState, onGone }: Listener): () => void {
	const source = new EventSource(`/admin/live?appId=${encodeURIComponent(appId)}`);
	source.addEventListener('open', () => onState('live'));
	source.addEventListener('error', () => {
		onState('lost');
		// The sandbox answers, but does not know the app: it has been started anew meanwhile.
		if (source.readyState === EventSource.CLOSED) onGone();
	});
	source.addEventListener('gone', onGone);
	source.addEventListener('pulse', ({ data }) => onPulse(JSON.parse(String(data)) as Pulse));
	return () => source.close();
}
