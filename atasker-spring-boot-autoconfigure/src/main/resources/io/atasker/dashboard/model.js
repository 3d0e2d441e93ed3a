import { milliseconds, shortTarget, shortType, words } from './format.js';

/** How many values a sparkline shows. */
export const SLOTS = 45;

/** What is waited for or overdue for longer than this is late. */
const LATE = 5000;

const WINDOW = 30_000;

export const TYPES = { BACKGROUND: 'continuous', QUEUE: 'queue', EVENT: 'event', INTERVAL: 'interval' };

export const PRIORITIES = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW'];

const SETTLED = {
	STOPPED: ['off', 'stopped'],
	STARTING: ['busy', 'starting'],
	STOPPING: ['warn', 'stopping'],
	STANDBY: ['off', 'standby'],
	LOST_STILL_RUNNING: ['bad', 'lease lost'],
	FAILED: ['bad', 'failed'],
	DISABLED: ['off', 'disabled'],
};

/** A worker as it was told last, with what can be learnt from the times before. */
export class Worker {

	rates = [];

	durations = [];

	#looks = [];

	constructor(descriptor) {
		this.name = descriptor.name;
	}

	update(descriptor, now) {
		const before = this.told;
		this.told = descriptor;
		const { succeeded, failed, cancelled } = descriptor.executions;
		this.ended = succeeded + failed + cancelled;
		this.failed = failed;
		this.last = descriptor.lastExecution ? Date.parse(descriptor.lastExecution.time) : NaN;
		this.next = descriptor.nextExecution ? Date.parse(descriptor.nextExecution.time) : NaN;
		this.lastDuration = milliseconds(descriptor.lastExecution?.duration);
		this.#count(now);
		if (descriptor.lastExecution && (!before || before.lastExecution?.time !== descriptor.lastExecution.time)) {
			push(this.durations, this.lastDuration);
		}
		this.found ??= [this.name, TYPES[descriptor.type], descriptor.priority, descriptor.bean, descriptor.target,
			descriptor.supervisor, descriptor.executor].join('\n').toLowerCase();
		this.assess(now);
	}

	#count(now) {
		const previous = this.#looks.at(-1);
		if (previous && this.ended < previous.ended) {
			// The application was restarted.
			this.#looks.length = 0;
			this.rates.length = 0;
		}
		else if (previous && now > previous.at) {
			push(this.rates, (this.ended - previous.ended) / ((now - previous.at) / 1000));
		}
		this.#looks.push({ at: now, ended: this.ended });
		while (this.#looks.length > 2 && now - this.#looks[0].at > WINDOW) {
			this.#looks.shift();
		}
		const oldest = this.#looks[0];
		this.rate = now > oldest.at ? (this.ended - oldest.ended) / ((now - oldest.at) / 1000) : NaN;
	}

	/** Finds out how the worker is: a tone, a word, and what there is to say about it. */
	assess(now) {
		const [tone, word, note = ''] = this.#state(now);
		this.tone = tone;
		this.word = word;
		this.note = note;
		this.attention = tone === 'bad' || tone === 'warn';
	}

	#state(now) {
		const worker = this.told;
		if (worker.state !== 'STARTED') {
			const [tone, word] = SETTLED[worker.state] ?? ['warn', words(worker.state)];
			const why = worker.state === 'STANDBY' ? worker.waiting?.reason.replace(/^standby: /, '') : '';
			return [tone, word, worker.stoppedBy ? `by ${words(worker.stoppedBy)}` : why ?? ''];
		}
		const running = worker.executions.running;
		const last = worker.lastExecution?.status;
		if (last === 'FAILED' || last === 'TIMED_OUT') {
			return ['bad', last === 'FAILED' ? 'failing' : 'timed out', shortType(worker.lastExecution.exception?.type)];
		}
		if (worker.waiting && now - Date.parse(worker.waiting.since) > LATE) {
			return ['warn', 'waiting', worker.waiting.reason];
		}
		if (!running && now - this.next > LATE) {
			return ['warn', 'late', 'overdue'];
		}
		if (this.#slow(now)) {
			return ['warn', 'slow', 'longer than usual'];
		}
		const some = running > 1 ? `${running} at once` : '';
		return running ? ['busy', 'running', some] : ['ok', 'idle', worker.waiting?.reason ?? ''];
	}

	/** One run of a continuous worker may well last for ever; others should end about when they did before. */
	#slow(now) {
		const usual = Math.max(...this.durations);
		return this.told.type !== 'BACKGROUND' && this.durations.length > 2
			&& (this.told.current ?? []).some((run) => now - Date.parse(run.since) > Math.max(10_000, 10 * usual));
	}

	get started() {
		return this.told.desired === 'STARTED';
	}

	get schedule() {
		const { schedule } = this.told;
		if (!schedule) {
			return '';
		}
		if (schedule.cron) {
			return schedule.cron === '-' ? 'by trigger' : schedule.cron;
		}
		return [['interval', 'every'], ['delay', 'pause'], ['delayBefore', 'before']]
			.filter(([key]) => schedule[key])
			.map(([key, word]) => `${word} ${compact(schedule[key])}`)
			.join(', ');
	}

	get code() {
		return shortTarget(this.told.target) || this.told.bean || '';
	}

	matches(text) {
		return this.found.includes(text) || this.word.includes(text);
	}

}

/** A duration as the server reads it again. */
export function compact(iso) {
	const ms = milliseconds(iso);
	if (!Number.isFinite(ms)) {
		return String(iso ?? '');
	}
	for (const [unit, size] of [['h', 3_600_000], ['m', 60_000], ['s', 1000]]) {
		if (ms >= size && ms % size === 0) {
			return `${ms / size}${unit}`;
		}
	}
	return Number.isInteger(ms) ? `${ms}ms` : `${Math.round(ms * 1e6)}ns`;
}

function push(values, value) {
	values.push(value);
	if (values.length > SLOTS) {
		values.shift();
	}
}
