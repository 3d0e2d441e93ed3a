// The limits of pools, and what operators have changed of them.

import { words } from './format.js';

/** The pools of a supervisor, with the names of their limits: size, reserve of normal, reserve of high. */
export const THREADS = { title: 'pool', part: 'pool', keys: ['poolSize', 'reserveNormal', 'reserveHigh'], hint: '0 for no limit' };
export const PROCESSES = { title: 'process pool', part: 'processPool',
	keys: ['processPoolSize', 'processPoolReserveNormal', 'processPoolReserveHigh'], hint: 'at least 1' };

const NAMES = ['size', 'reserve of normal', 'reserve of high'];

/** How many may run before one of a priority has to wait; null for no limit. */
export function limit(pool, priority) {
	if (priority === 'CRITICAL' || pool.size === 0) {
		return null;
	}
	return pool.size + (priority === 'LOW' ? 0 : pool.reserveNormal) + (priority === 'HIGH' ? pool.reserveHigh : 0);
}

/** What is changed of a pool. */
export function overrides(told, kind) {
	return Object.entries(told.overrides ?? {}).filter(([key]) => kind.keys.includes(key));
}

/** The same in words. */
export function inWords(changed, kind) {
	return changed.map(([key, { configured, effective }]) => `${words(NAMES[kind.keys.indexOf(key)])} ${effective}, configured ${configured}`).join('; ');
}
