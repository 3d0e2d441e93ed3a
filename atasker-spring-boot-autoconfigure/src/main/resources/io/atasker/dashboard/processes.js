import { h, label, mark, reconcile, show, write } from './dom.js';
import { bytes, count, exact, span, time, words } from './format.js';
import { iconButton } from './icons.js';
import { inWords, limit, overrides, PROCESSES } from './limits.js';
import { PRIORITIES } from './model.js';

const COLUMNS = ['Process', 'State', 'Runs now', 'For', 'Runs', 'Memory'];

const sum = (counts) => PRIORITIES.reduce((all, priority) => all + counts[priority], 0);

/** One child process. */
class Child {

	constructor({ pid }) {
		this.word = label('span', 'word');
		this.link = h('a', { class: 'owner' }, document.createTextNode(''));
		this.task = label('span', 'sub');
		this.since = label('span', '');
		this.runs = label('span', 'figure');
		this.memory = label('span', 'figure');
		const cell = (title, ...children) => h('td', { 'data-title': title }, ...children);
		this.node = h('tr', { 'data-pid': pid }, h('th', { scope: 'row' }, String(pid)),
			cell('State', h('i', { class: 'dot', 'aria-hidden': 'true' }), this.word), cell('Runs now', this.link, this.task),
			cell('For', this.since), cell('Runs', this.runs), cell('Memory', this.memory));
	}

	update(child, owner, now) {
		mark(this.node, 'data-tone', child.state === 'BUSY' ? 'busy' : 'off');
		write(this.word, words(child.state));
		show(this.link, Boolean(owner));
		write(this.link, owner ?? '');
		mark(this.link, 'href', owner ? `#${encodeURIComponent(owner)}` : null);
		write(this.task, child.taskId ?? '');
		const since = Date.parse(child.since);
		write(this.since, Number.isFinite(since) ? span(now - since) : '');
		mark(this.since, 'title', Number.isFinite(since) ? `since ${time(since)}` : null);
		write(this.runs, count(child.runs));
		mark(this.runs, 'title', exact(child.runs));
		write(this.memory, child.memory > 0 ? bytes(child.memory) : '–');
	}

}

/** The process pool of a supervisor and its children; hidden where there is none. */
export class Processes {

	constructor(name, resize) {
		this.summary = label('span', 'summary');
		this.waiting = label('span', 'oldest');
		this.changed = label('span', 'changed');
		this.problem = label('p', 'problem');
		this.problem.setAttribute('role', 'status');
		this.rows = h('tbody');
		this.table = h('table', {}, h('caption', { class: 'hidden-text' }, `Child processes of ${name}`),
			h('thead', {}, h('tr', {}, ...COLUMNS.map((title) => h('th', { scope: 'col' }, title)))), this.rows);
		this.none = h('p', { class: 'sub' }, 'There is no child process at the moment.');
		this.node = h('section', { class: 'processes', 'aria-label': `Child processes of ${name}`, hidden: true },
			h('header', {}, h('h4', {}, 'Child processes'), this.summary, this.waiting, this.changed,
				resize ? iconButton('resize', `Resize the process pool of ${name}`, resize, 'quiet') : null),
			this.problem, this.table, this.none);
	}

	update(told, owner, now) {
		const { processPool: pool, processes = [] } = told;
		show(this.node, Boolean(pool));
		if (!pool) {
			return;
		}
		const busy = processes.filter(({ state }) => state === 'BUSY').length;
		write(this.summary, `${busy} busy, ${processes.length - busy} idle · room for ${limit(pool, 'HIGH')}`);
		const waiting = sum(pool.waiting);
		write(this.waiting, waiting ? `${count(waiting)} waiting` : '');
		mark(this.waiting, 'data-late', waiting ? '' : null);
		const changed = overrides(told, PROCESSES);
		show(this.changed, changed.length > 0);
		write(this.changed, inWords(changed, PROCESSES));
		show(this.problem, Boolean(pool.problem));
		write(this.problem, pool.problem ?? '');
		show(this.table, processes.length > 0);
		show(this.none, processes.length === 0);
		reconcile(this.rows, processes, ({ pid }) => pid, (child) => new Child(child), (row, child) => row.update(child, owner(child.taskId), now));
	}

}
