import { h, label, mark, reconcile, show, Sparkline, write } from './dom.js';
import { ago, count, exact, rate, roughly, shortDuration, span, time, words } from './format.js';
import { PRIORITIES, SLOTS, TYPES } from './model.js';
import { NodeDots, startedOn } from './nodes.js';

const TONES = ['bad', 'warn', 'busy', 'ok', 'off'];

const RUNS = 2;

/** An absent value is the least, so that it comes last where the greatest comes first. */
const orLeast = (value) => (Number.isFinite(value) ? value : -Infinity);

// What a column shows, and what it is sorted by; "down" begins with the greatest, what is "live" changes all the time.
const COLUMNS = [
	{ id: 'name', title: 'Worker', by: (worker) => worker.name.toLowerCase() },
	{ id: 'state', title: 'State', by: (worker) => TONES.indexOf(worker.tone), live: true },
	{ id: 'nodes', title: 'Nodes', by: (worker) => startedOn(worker.told), live: true },
	{ id: 'type', title: 'Type', by: (worker) => TYPES[worker.told.type] },
	{ id: 'priority', title: 'Priority', by: (worker) => PRIORITIES.indexOf(worker.told.priority) },
	{ id: 'now', title: 'Now', by: (worker) => worker.told.executions.running, down: true, live: true },
	{ id: 'rate', title: 'Rate', by: (worker) => orLeast(worker.rate), down: true, live: true },
	{ id: 'duration', title: 'Duration', by: (worker) => orLeast(worker.lastDuration), down: true, live: true },
	{ id: 'queue', title: 'Queue', by: (worker) => worker.told.queue?.size ?? -1, down: true, live: true },
	{ id: 'last', title: 'Last run', by: (worker) => orLeast(worker.last), down: true, live: true },
	{ id: 'next', title: 'Next', by: (worker) => (Number.isFinite(worker.next) ? worker.next : Infinity), live: true },
];

const FILTERS = [
	{ id: 'all', title: 'All', accepts: () => true },
	{ id: 'running', title: 'Running', accepts: (worker) => worker.told.executions.running > 0 },
	{ id: 'attention', title: 'Attention', accepts: (worker) => worker.attention || worker.told.queue?.dead > 0 },
	{ id: 'stopped', title: 'Stopped', accepts: (worker) => worker.tone === 'off' || !worker.started },
];

/** One worker's line in the table. Cells are made once and then only changed where something is different. */
class Row {

	constructor(worker, actions, open) {
		this.worker = worker;
		this.name = h('button', { type: 'button', class: 'name', on: { click: () => open(worker.name, this.name) } }, worker.name);
		this.code = label('span', 'sub');
		this.dot = h('i', { class: 'dot' });
		this.word = label('span', 'word');
		this.note = label('span', 'sub');
		this.nodes = new NodeDots();
		this.type = label('span', 'line');
		this.schedule = label('span', 'sub');
		this.priority = label('span', 'priority');
		this.runs = Array.from({ length: RUNS }, () => new Run());
		this.rates = new Sparkline('rates');
		this.rate = label('span', 'figure');
		this.durations = new Sparkline('durations');
		this.duration = label('span', 'figure');
		this.fill = h('span');
		this.bar = h('div', { class: 'bar' }, this.fill);
		this.size = label('span', 'line');
		this.dead = label('span', 'sub dead');
		this.last = label('span', 'line');
		this.failure = label('span', 'sub failure');
		this.next = label('span', 'line');
		this.node = this.#node(actions, open);
	}

	#node(actions, open) {
		const cell = (id, ...children) => h('td', { role: 'cell', class: `is-${id}`, 'data-title': COLUMNS
			.find((column) => column.id === id)?.title ?? '' }, ...children);
		const row = h('tr', { role: 'row', 'data-worker': this.worker.name },
			h('th', { role: 'rowheader', scope: 'row', class: 'is-name' }, this.name, this.code),
			cell('state', h('span', { class: 'line' }, this.dot, this.word), this.note),
			cell('nodes', ...this.nodes.nodes),
			cell('type', this.type, this.schedule),
			cell('priority', this.priority),
			cell('now', ...this.runs.map((run) => run.node)),
			cell('rate', this.rates.node, this.rate),
			cell('duration', this.durations.node, this.duration),
			cell('queue', this.size, h('div', { class: 'fill' }, this.bar, this.dead)),
			cell('last', this.last, this.failure),
			cell('next', this.next));
		if (actions) {
			this.buttons = actions.forRow(this.worker);
			row.append(cell('actions', h('div', { class: 'row-actions' }, ...this.buttons.nodes)));
		}
		row.addEventListener('click', (event) => event.target.closest('button') || getSelection().toString()
			|| open(this.worker.name, this.name));
		return row;
	}

	update(now) {
		const { worker } = this;
		const { told } = worker;
		mark(this.node, 'data-tone', worker.tone);
		mark(this.node, 'data-state', told.state);
		write(this.code, worker.code);
		mark(this.code, 'title', told.target ?? null);
		write(this.word, worker.word);
		write(this.note, worker.note);
		mark(this.note, 'title', worker.note || null);
		this.nodes.update(told);
		write(this.type, told.executor === 'THREAD' ? TYPES[told.type] : `${TYPES[told.type]}, ${words(told.executor)}`);
		write(this.schedule, worker.schedule || (told.concurrency > 1 ? `${told.concurrency} at once` : ''));
		write(this.priority, words(told.priority));
		mark(this.priority, 'data-priority', told.priority);
		this.#queue(told.queue);
		write(this.rate, rate(worker.rate));
		mark(this.rate, 'title', `${exact(told.executions.succeeded)} succeeded, ${exact(worker.failed)} failed`);
		write(this.duration, shortDuration(worker.lastDuration) || '–');
		this.buttons?.update();
		this.tick(now);
		if (this.visible) {
			this.draw();
		}
		else {
			this.stale = true;
		}
	}

	#queue(queue) {
		show(this.bar, Boolean(queue));
		if (!queue) {
			write(this.size, '');
			write(this.dead, '');
			return;
		}
		write(this.size, `${count(queue.size)} of ${count(queue.capacity)}`);
		const full = queue.capacity > 0 ? Math.min(1, queue.size / queue.capacity) : 0;
		this.fill.style.width = `${(100 * full).toFixed(1)}%`;
		mark(this.bar, 'data-full', full > 0.8 ? '' : null);
		write(this.dead, queue.dead ? `${count(queue.dead)} dead` : '');
	}

	/** Lets time pass. */
	tick(now) {
		const { worker } = this;
		const current = worker.told.current ?? [];
		this.runs.forEach((run, index) => run.update(current[index], now, index === RUNS - 1 ? current.length - RUNS : 0));
		write(this.last, Number.isFinite(worker.last) ? ago(now - worker.last, roughly) : '–');
		mark(this.last, 'title', Number.isFinite(worker.last) ? time(worker.last) : null);
		write(this.failure, worker.told.lastExecution?.exception ? words(worker.told.lastExecution.status) : '');
		const wait = worker.next - now;
		write(this.next, Number.isFinite(wait) ? (wait > 0 ? `in ${roughly(wait + 999)}` : wait > -5000 ? 'due' : `${roughly(-wait)} late`) : '–');
		mark(this.next, 'title', Number.isFinite(worker.next) ? time(worker.next) : null);
	}

	draw() {
		this.rates.draw(this.worker.rates, SLOTS);
		this.durations.draw(this.worker.durations, SLOTS);
		this.stale = false;
	}

}

/** An execution in progress. */
export class Run {

	constructor() {
		this.bar = h('progress', { max: '1' });
		this.text = label('span', 'text');
		this.node = h('div', { class: 'run', hidden: true }, this.bar, this.text);
	}

	update(run, now, more = 0) {
		show(this.node, Boolean(run));
		if (!run) {
			return;
		}
		const { progress } = run;
		const since = span(now - Date.parse(run.since));
		const begun = progress?.fraction > 0;
		show(this.bar, begun);
		if (begun) {
			this.bar.value = progress.fraction;
			mark(this.bar, 'aria-label', progress.message || 'progress');
		}
		const text = progress?.message || (begun ? `${Math.round(100 * progress.fraction)} %` : `for ${since}`);
		write(this.text, more > 0 ? `${text} (+ ${more})` : text);
		mark(this.text, 'title', `${run.taskId} on ${run.thread}, for ${since}`);
	}

}

/** The table of workers with its filters. */
export class Table {

	filter = 'all';

	column = COLUMNS[0];

	down = false;

	#rows = new Map();

	#order = [];

	constructor(actions, open) {
		this.actions = actions;
		this.open = open;
		this.table = document.getElementById('workers');
		this.body = document.getElementById('rows');
		this.seen = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
			const row = this.#rows.get(target.dataset.worker);
			if (row) {
				row.visible = isIntersecting;
				if (isIntersecting && row.stale) {
					row.draw();
				}
			}
		}), { rootMargin: '200px' });
		mark(this.table, 'role', 'table');
		this.#head();
		this.#tools();
		this.table.addEventListener('keydown', (event) => this.#move(event));
	}

	#head() {
		document.querySelector('#workers thead').setAttribute('role', 'rowgroup');
		this.body.setAttribute('role', 'rowgroup');
		const row = document.getElementById('columns');
		row.setAttribute('role', 'row');
		const sort = document.getElementById('sort');
		for (const column of COLUMNS) {
			column.head = h('th', { role: 'columnheader', scope: 'col', class: `is-${column.id}` },
				h('button', { type: 'button', on: { click: () => this.sort(column) } }, column.title));
			row.append(column.head);
			sort.append(h('option', { value: column.id, class: `is-${column.id}` }, column.title));
		}
		if (this.actions) {
			row.append(h('th', { role: 'columnheader', scope: 'col', class: 'is-actions' }, h('span', { class: 'hidden-text' }, 'Actions')));
		}
		sort.addEventListener('change', () => this.sort(COLUMNS.find((column) => column.id === sort.value)));
		this.#markSorted();
	}

	#tools() {
		const segments = document.getElementById('segments');
		for (const filter of FILTERS) {
			filter.number = label('b', 'number');
			filter.button = h('button', { type: 'button', 'aria-pressed': String(filter.id === this.filter), 'data-filter': filter.id,
				on: { click: () => this.show(filter.id) } }, `${filter.title} `, filter.number);
			segments.append(filter.button);
		}
		this.search = document.getElementById('search');
		this.type = document.getElementById('type');
		this.search.addEventListener('input', () => this.apply());
		this.type.addEventListener('change', () => this.apply());
		document.getElementById('toolbar').addEventListener('submit', (event) => event.preventDefault());
	}

	sort(column) {
		this.down = column === this.column ? !this.down : Boolean(column.down);
		this.column = column;
		document.getElementById('sort').value = column.id;
		this.#markSorted();
		this.#arrange(true);
	}

	#markSorted() {
		for (const column of COLUMNS) {
			const direction = this.down ? 'descending' : 'ascending';
			mark(column.head, 'aria-sort', column === this.column ? direction : null);
		}
	}

	show(filter) {
		this.filter = filter;
		FILTERS.forEach(({ id, button }) => mark(button, 'aria-pressed', String(id === filter)));
		this.apply();
	}

	update(workers, now) {
		this.workers = workers;
		this.#arrange(false);
		this.#rows.forEach((row) => row.update(now));
		this.apply();
	}

	tick(now) {
		this.#rows.forEach((row) => (row.visible ? row.tick(now) : null));
	}

	/** Rows do not jump away under the pointer only because a figure has changed. */
	#arrange(asked) {
		const workers = [...this.workers];
		const busy = this.column.live && (this.body.matches(':hover') || this.body.contains(document.activeElement));
		if (asked || !busy) {
			const { by } = this.column;
			const turn = this.down ? -1 : 1;
			const compare = (one, other) => (by(one) < by(other) ? -turn : by(one) > by(other) ? turn
				: one.name.localeCompare(other.name));
			this.#order = workers.sort(compare).map((worker) => worker.name);
		}
		else {
			const places = new Map(this.#order.map((name, index) => [name, index]));
			const place = (worker) => places.get(worker.name) ?? Infinity;
			workers.sort((one, other) => (place(one) < place(other) ? -1 : place(one) > place(other) ? 1 : 0));
		}
		const focused = document.activeElement;
		this.#rows = reconcile(this.body, workers, (worker) => worker.name, (worker) => this.#create(worker));
		if (focused !== document.activeElement && this.body.contains(focused)) {
			focused.focus({ preventScroll: true });
		}
	}

	#create(worker) {
		const row = new Row(worker, this.actions, this.open);
		this.seen.observe(row.node);
		return row;
	}

	apply() {
		const text = this.search.value.trim().toLowerCase();
		const accepted = FILTERS.find(({ id }) => id === this.filter);
		let shown = 0;
		this.#rows.forEach(({ worker, node }) => {
			const visible = accepted.accepts(worker) && (!this.type.value || worker.told.type === this.type.value) && worker.matches(text);
			show(node, visible);
			shown += visible ? 1 : 0;
		});
		FILTERS.forEach(({ number, accepts }) => write(number, count(this.workers.filter(accepts).length)));
		const all = this.workers.length;
		write(this.shown ??= document.getElementById('shown').appendChild(label('span', '')), shown < all ? `${shown} of ${all}` : '');
		const empty = document.getElementById('empty');
		show(empty, shown === 0);
		empty.textContent = all === 0 ? 'This application has no workers yet: put @Worker on a method of a bean.' : 'No worker matches.';
	}

	mark(name) {
		this.#rows.forEach(({ worker, node }) => mark(node, 'aria-current', worker.name === name ? 'true' : null));
	}

	#move(event) {
		const row = event.target.closest?.('tbody tr');
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (!row || !step) {
			return;
		}
		let next = row;
		do {
			next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
		} while (next?.hidden);
		if (next) {
			const buttons = [...row.querySelectorAll('button')];
			const targets = next.querySelectorAll('button:not([hidden])');
			(targets[buttons.indexOf(event.target)] ?? targets[0]).focus();
			event.preventDefault();
		}
	}

}

