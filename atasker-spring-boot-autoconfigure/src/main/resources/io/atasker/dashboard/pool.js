import { ask } from './dialog.js';
import { h, label, mark, reconcile, show, write } from './dom.js';
import { count, duration, milliseconds, time, words } from './format.js';
import { iconButton } from './icons.js';
import { inWords, limit, overrides, PROCESSES, THREADS } from './limits.js';
import { PRIORITIES } from './model.js';
import { Processes } from './processes.js';

/** A supervisor: its pool as one bar, with marks where each priority has to wait, and figures by priority. */
class Pool {

	constructor(name, resize) {
		this.told = null;
		this.heading = h('h3', {}, name);
		this.state = label('span', 'badge');
		this.summary = label('span', 'summary');
		this.oldest = label('span', 'oldest');
		this.changed = label('span', 'changed');
		this.segments = new Map([...PRIORITIES].reverse().map((priority) => [priority, h('span', { 'data-priority': priority })]));
		this.marks = ['LOW', 'NORMAL'].map((priority) => h('i', { class: 'limit', 'data-priority': priority }));
		this.bar = h('div', { class: 'pool-bar', role: 'img' }, ...this.segments.values(), ...this.marks);
		this.lanes = new Map(PRIORITIES.map((priority) => [priority, new Lane(priority)]));
		this.processes = new Processes(name, resize ? () => resize(name, this.told, PROCESSES) : null);
		this.node = h('article', { class: 'pool', 'data-supervisor': name },
			h('header', {}, this.heading, this.state, this.summary, this.oldest, this.changed,
				resize ? iconButton('resize', `Resize the pool of ${name}`, () => resize(name, this.told, THREADS), 'quiet') : null),
			this.bar, h('div', { class: 'lanes' }, ...[...this.lanes.values()].map((lane) => lane.node)), this.processes.node);
	}

	update(told, owner, now) {
		this.told = told;
		const { pool, running, waiting } = told;
		const all = PRIORITIES.reduce((sum, priority) => sum + running[priority], 0);
		const most = limit(pool, 'HIGH');
		const scale = Math.max(most ?? 0, all, 1);
		write(this.state, words(told.state));
		show(this.state, told.state !== 'STARTED');
		this.#overrides(overrides(told, THREADS));
		write(this.summary, `${all} running${most ? `, room for ${most}` : ', no limit'} · ${count(pool.threads)} threads`);
		const oldest = milliseconds(told.oldestWaiting);
		write(this.oldest, oldest > 0 ? `oldest waits ${duration(oldest)}` : '');
		mark(this.oldest, 'data-late', oldest > 5000 ? '' : null);
		this.segments.forEach((segment, priority) => (segment.style.width = `${(100 * running[priority]) / scale}%`));
		this.marks.forEach((line) => {
			const at = limit(pool, line.dataset.priority);
			show(line, at !== null && at < scale);
			line.style.left = `${(100 * (at ?? 0)) / scale}%`;
		});
		mark(this.bar, 'aria-label', `${all} of ${most ?? 'unlimited'} slots taken`);
		this.lanes.forEach((lane, priority) => lane.update(running[priority], waiting[priority], limit(pool, priority)));
		this.processes.update(told, owner, now);
	}

	#overrides(changed) {
		show(this.changed, changed.length > 0);
		write(this.changed, inWords(changed, THREADS));
		mark(this.changed, 'title', changed.map(([, { by, at }]) => `by ${by} at ${time(Date.parse(at))}`)[0] ?? null);
	}

}

class Lane {

	constructor(priority) {
		this.running = label('b', '');
		this.limit = label('span', 'of');
		this.waiting = label('span', 'waiting');
		this.node = h('div', { class: 'lane', 'data-priority': priority }, h('i', { class: 'swatch' }),
			h('span', { class: 'lane-name' }, words(priority)), this.running, this.limit, this.waiting);
	}

	update(running, waiting, most) {
		write(this.running, count(running));
		write(this.limit, most === null ? 'no limit' : `up to ${most}`);
		mark(this.limit, 'title', most === null ? 'starts at once' : `starts while fewer than ${most} run, whatever their priority`);
		write(this.waiting, waiting ? `${count(waiting)} waiting` : '');
		mark(this.node, 'data-waiting', waiting ? '' : null);
	}

}

/** All supervisors. */
export class Pools {

	constructor(api, writable, messages, changed) {
		this.node = document.getElementById('supervisors');
		this.api = api;
		this.messages = messages;
		this.changed = changed;
		this.resize = writable ? (name, told, kind) => this.#ask(name, told[kind.part], kind, overrides(told, kind).length > 0) : null;
	}

	#ask(name, pool, kind, overridden) {
		const [size, normal, high] = kind.keys;
		ask({ title: `Resize the ${kind.title} of ${name}`, verb: 'Resize', intro:
			'LOW starts while fewer run than the size; NORMAL and HIGH may use their reserves too.', list: [
			{ name: size, label: 'Size', placeholder: String(pool.size), number: true, hint: kind.hint },
			{ name: normal, label: 'Reserve of normal', placeholder: String(pool.reserveNormal), number: true },
			{ name: high, label: 'Reserve of high', placeholder: String(pool.reserveHigh), number: true },
			{ name: 'for', label: 'For how long', placeholder: 'until it is reset' },
			{ name: 'reason', label: 'Reason', placeholder: 'optional', wide: true }],
		extra: overridden ? { title: 'As configured', run: () => this.#resize(name, { reset: kind.keys.join() }, kind) } : null,
		run: (values) => this.#resize(name, values, kind) });
	}

	async #resize(name, values, kind) {
		const { result } = await this.api.resize(name, values);
		this.messages.good(`${name}: ${kind.title} ${result === 'CHANGED' ? 'resized' : 'is as before'}`);
		this.changed();
	}

	/** Takes a function too that tells which worker an execution belongs to. */
	update(supervisors, owner, now) {
		reconcile(this.node, Object.entries(supervisors), ([name]) => name, ([name]) => new Pool(name, this.resize),
			(pool, [, told]) => pool.update(told, owner, now));
	}

}
