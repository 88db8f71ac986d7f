import type { Contender, ContenderId } from './contender.mts';

/** Loads a contender; only its own code, so that none bears the others' memory. */
export async function contender(id: ContenderId): Promise<Contender> {
	switch (id) {
		case 'leanplum':
			return (await import('./leanplum.mts')).leanplum;
		case 'http':
			return (await import('./httpRequest.mts')).http;
		case 'httpInLoop':
			return (await import('./httpRequest.mts')).httpInLoop;
		case 'limit':
			return (await import('./limit.mts')).limit;
		case 'helper':
			return (await import('./helper.mts')).helper;
		case 'editFields':
			return (await import('./editFields.mts')).editFields;
	}
}
