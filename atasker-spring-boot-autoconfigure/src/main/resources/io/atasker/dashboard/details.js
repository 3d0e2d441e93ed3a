import { fields, onSubmit } from './dialog.js';
import { h, label, mark, reconcile, show, Sparkline, write } from './dom.js';
import { ago, duration, exact, milliseconds, rate, shortType, span, time, words } from './format.js';
import { iconButton } from './icons.js';
import { compact, PRIORITIES, SLOTS, TYPES } from './model.js';
import { NodeTable } from './nodes.js';
import { Run } from './table.js';

/** Name and value, one below the other; only what has a value shows. */
class Facts {

	#values = new Map();

	constructor() {
		this.node = h('dl', { class: 'facts' });
	}

	set(name, value, className = null) {
		let fact = this.#values.get(name);
		if (!fact) {
			fact = { value: label('dd', '') };
			fact.node = h('div', { class: className }, h('dt', {}, name), fact.value);
			this.#values.set(name, fact);
			this.node.append(fact.node);
		}
		show(fact.node, Boolean(value));
		write(fact.value, value ?? '');
	}

}

const section = (title, ...children) => h('section', { class: 'part' }, h('h3', {}, title), ...children);

class Overview {

	constructor(worker, actions) {
		this.worker = worker;
		this.actions = actions;
		this.runs = h('div', { class: 'runs' });
		this.current = section('Running now', this.runs);
		this.error = label('p', 'error');
		this.errorTitle = h('p', { class: 'sub' }, label('span', ''));
		this.failure = section('Last error', this.error, this.errorTitle);
		this.nodes = new NodeTable(worker);
		this.facts = new Facts();
		this.counts = new Facts();
		this.rate = label('b', '');
		this.rates = new Sparkline('rates');
		this.duration = label('b', '');
		this.durations = new Sparkline('durations');
		this.node = h('div', {}, this.failure, this.current, this.nodes.node, h('div', { class: 'charts' },
			h('div', {}, h('h3', {}, 'Rate ', this.rate), this.rates.node), h('div', {}, h('h3', {}, 'Duration ', this.duration), this.durations.node)), section('Worker', this.facts.node), section('Executions', this.counts.node));
	}

	update(now) {
		const { told } = this.worker;
		this.#current(told.current ?? [], now);
		this.#failure(told.lastExecution, now);
		this.nodes.update();
		this.#facts(told, now);
		const { succeeded, failed, cancelled, returned, retried, missed, merged } = told.executions;
		Object.entries({ succeeded, failed, cancelled, returned, retried, missed, merged })
			.forEach(([name, number]) => this.counts.set(name, number || name === 'succeeded' || name === 'failed' ? exact(number) : ''));
		write(this.rate, rate(this.worker.rate));
		this.rates.draw(this.worker.rates, SLOTS);
		write(this.duration, duration(this.worker.lastDuration) || '–');
		this.durations.draw(this.worker.durations, SLOTS);
	}

	#current(runs, now) {
		show(this.current, runs.length > 0);
		reconcile(this.runs, runs, (run) => run.taskId, (run) => {
			const line = new Run();
			const where = label('span', 'sub');
			return { line, where, node: h('div', { class: 'run-line' }, line.node, where,
				this.actions ? this.actions.cancelButton(this.worker, run) : null) };
		}, (part, run) => {
			part.line.update(run, now);
			write(part.where, `${words(run.cause)} · ${run.thread} · ${span(now - Date.parse(run.since))}`);
		});
	}

	#failure(last, now) {
		show(this.failure, Boolean(last?.exception));
		if (last?.exception) {
			write(this.error, last.exception.message || 'without a message');
			write(this.errorTitle.firstChild, `${last.exception.type} · ${ago(now - Date.parse(last.time))}`);
		}
	}

	#facts(told, now) {
		const { facts, worker } = this;
		facts.set('waiting', told.waiting && told.waiting.reason + (told.waiting.since ? `, for ${span(now - Date.parse(told.waiting.since))}` : ''), 'wide');
		facts.set('schedule', worker.schedule + (told.schedule?.zone ? ` (${told.schedule.zone})` : ''));
		facts.set('next run', Number.isFinite(worker.next) ? `${time(worker.next)}, ${worker.next > now ? `in ${span(worker.next - now)}` : 'due'}` : '');
		facts.set('last run', Number.isFinite(worker.last) ? `${time(worker.last)}, ${words(told.lastExecution.status)}` : '');
		facts.set('queue', told.queue && `${exact(told.queue.size)} of ${exact(told.queue.capacity)} · ${told.queue.provider}`);
		facts.set('dead letters', told.queue?.dead ? exact(told.queue.dead) : '');
		facts.set('priority', words(told.priority));
		facts.set('concurrency', told.concurrency > 1 ? String(told.concurrency) : '');
		facts.set('runs on', told.runOn === 'EVERY_NODE' ? words(told.executor) : `${words(told.executor)}, ${words(told.runOn)}`);
		facts.set('supervisor', told.supervisor);
		facts.set('starts', told.autoStart ? 'with the application' : 'by hand');
		facts.set('code', told.target ?? '', 'wide code');
		facts.set('bean', told.bean ?? '');
		facts.set('last change', told.lastChange && `${told.lastChange.action} by ${told.lastChange.by}, `
			+ `${ago(now - Date.parse(told.lastChange.at))}${told.lastChange.reason ? `: ${told.lastChange.reason}` : ''}`, 'wide');
	}

}

/** What is asked of the server each time while it shows. */
class Asked {

	constructor(worker, api, part) {
		this.worker = worker;
		this.ask = () => api.part(worker.name, part);
		this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
	}

	async look(now) {
		try {
			this.render(await this.ask(), now);
			show(this.problem, false);
		}
		catch (error) {
			this.problem.textContent = error.message;
			show(this.problem, true);
		}
	}

}

class History extends Asked {

	constructor(worker, api) {
		super(worker, api, 'executions');
		this.strip = h('div', { class: 'strip', 'aria-hidden': 'true' });
		this.list = h('ol', { class: 'history' });
		this.none = h('p', { class: 'empty' }, 'Nothing has ended yet.');
		this.node = h('div', {}, this.problem, this.strip, this.list, this.none);
	}

	render({ executions }, now) {
		const longest = Math.max(...executions.map((run) => milliseconds(run.duration)), 0.001);
		show(this.none, executions.length === 0);
		show(this.strip, executions.length > 0);
		reconcile(this.strip, [...executions].reverse(), (run) => run.taskId, (run) => ({ node: h('i', { 'data-status': run.status }) }),
			(part, run) => (part.node.style.height = `${Math.max(4, (100 * milliseconds(run.duration)) / longest)}%`));
		reconcile(this.list, executions, (run) => run.taskId, (run) => this.#line(run), (part, run) =>
			write(part.when, `${time(Date.parse(run.time))} · ${ago(now - Date.parse(run.time))}`));
	}

	#line(run) {
		const when = label('span', 'sub');
		const { exception, progress } = run;
		return { when, node: h('li', { 'data-status': run.status }, h('span', { class: 'status' }, words(run.status)),
			h('span', { class: 'took' }, duration(milliseconds(run.duration))), h('span', { class: 'cause sub' }, words(run.cause)), when,
			progress?.message ? h('span', { class: 'said sub' }, progress.message) : null,
			exception ? h('span', { class: 'error', title: exception.type }, `${shortType(exception.type)}: ${exception.message ?? 'without a message'}`) : null) };
	}

}

/** Stacks, looked at again and again: one that stays the same hangs, or computes in one place. */
class Stack extends Asked {

	#same = new Map();

	constructor(worker, api) {
		super(worker, api, 'stack');
		this.list = h('div');
		this.none = h('p', { class: 'empty' }, 'Nothing runs at the moment.');
		this.node = h('div', {}, this.problem, this.list, this.none);
	}

	render({ executions }, now) {
		show(this.none, executions.length === 0);
		const before = this.#same;
		this.#same = new Map(executions.map((run) => {
			const place = run.stack.join('\n');
			const known = before.get(run.taskId);
			return [run.taskId, { place, since: known?.place === place ? known.since : now }];
		}));
		reconcile(this.list, executions, (run) => run.taskId, (run) => this.#part(run), (part, run) => {
			const still = now - this.#same.get(run.taskId).since;
			write(part.for, `for ${span(milliseconds(run.runningFor))}`);
			const moves = run.moving === true && still < 1000;
			write(part.moves, moves ? 'moving' : still < 1000 ? 'standing still' : `same place for ${span(still)}`);
			mark(part.moves, 'data-still', still > 5000 ? '' : null);
			write(part.frames, run.stack.length ? run.stack.map((frame) => `at ${frame}`).join('\n') : 'no stack at the moment');
		});
	}

	#part(run) {
		const part = { for: label('span', ''), moves: label('span', 'moves'), frames: label('pre', 'frames') };
		mark(part.frames, 'tabindex', '0');
		part.node = section(run.taskId, h('p', { class: 'sub' }, `${run.thread} · `, part.for, ' · ', part.moves), part.frames);
		return part;
	}

}

class Letters extends Asked {

	constructor(worker, api, actions) {
		super(worker, api, 'deadletters');
		this.list = h('ol', { class: 'history' });
		this.none = h('p', { class: 'empty' }, 'No item was given up.');
		this.buttons = actions ? h('div', { class: 'buttons start' },
			h('button', { type: 'button', class: 'primary redrive', on: { click: () => actions.run(worker, 'redrive') } }, 'Put all back'),
			h('button', { type: 'button', class: 'purge', on: { click: () => actions.askPurge(worker) } }, 'Forget all…')) : h('div');
		this.node = h('div', {}, this.problem, this.buttons, this.list, this.none);
	}

	render({ deadLetters }, now) {
		show(this.none, deadLetters.length === 0);
		show(this.buttons, deadLetters.length > 0);
		reconcile(this.list, deadLetters, (letter) => letter.id, (letter) => {
			const when = label('span', 'sub');
			return { when, node: h('li', { 'data-status': 'FAILED' }, h('span', { class: 'status' }, letter.id),
				h('span', { class: 'took' }, letter.attempts === 1 ? '1 attempt' : `${letter.attempts} attempts`), when, h('span', { class: 'error' }, letter.error)) };
		}, (part, letter) => write(part.when, ago(now - Date.parse(letter.at))));
	}

}

class Settings {

	constructor(worker, actions) {
		this.worker = worker;
		this.actions = actions;
		this.overrides = h('tbody');
		this.changed = section('Changed while running', h('table', { class: 'overrides' }, h('thead', {}, h('tr', {},
			...['Setting', 'Configured', 'Now', 'Changed'].map((title) => h('th', { scope: 'col' }, title)), actions ? h('td') : null)), this.overrides),
			actions ? h('div', { class: 'buttons start' }, h('button', { type: 'button', class: 'reset-all', on: { click: () =>
				actions.change(worker, { reset: 'all' }).catch((error) => actions.messages.problem(error.message)) } }, 'Reset all')) : null);
		this.none = h('p', { class: 'empty' }, 'Everything is as configured.');
		this.node = h('div', {}, actions ? this.#form() : null, this.changed, this.none);
	}

	#form() {
		const { told } = this.worker;
		const { type, schedule = {} } = told;
		const shown = (key) => (schedule[key] ? compact(schedule[key]) : 'none');
		const list = [
			...(type === 'INTERVAL' ? [{ name: 'interval', label: 'Interval', placeholder: shown('interval') },
				{ name: 'delay', label: 'Delay', placeholder: shown('delay') }, { name: 'delayBefore', label: 'Delay before', placeholder: shown('delayBefore') },
				{ name: 'cron', label: 'Cron', placeholder: schedule.cron ?? 'none' }] : []),
			{ name: 'priority', label: 'Priority', options: [{ value: '', title: `as it is (${words(told.priority)})` },
				...PRIORITIES.map((value) => ({ value, title: words(value) }))] },
			...(type === 'EVENT' ? [] : [{ name: 'concurrency', label: 'Concurrency', placeholder: String(told.concurrency), number: true }]),
			...(type === 'QUEUE' ? [{ name: 'capacity', label: 'Capacity', placeholder: String(told.queue.capacity), number: true }] : []),
			{ name: 'timeout', label: 'Timeout', placeholder: '30s, or 0s for none' },
			{ name: 'for', label: 'For how long', placeholder: 'until it is reset', hint: 'Then the configured value comes back.' },
			{ name: 'reason', label: 'Reason', placeholder: 'optional' }];
		const problem = h('p', { class: 'problem', role: 'alert' });
		const form = h('form', { class: 'form settings' }, ...fields(list), problem,
			h('div', { class: 'buttons start' }, h('button', { type: 'submit', class: 'primary' }, 'Apply')));
		onSubmit(form, problem, async (values) => {
			await this.actions.change(this.worker, values);
			form.reset();
		});
		return form;
	}

	update(now) {
		const overrides = Object.entries(this.worker.told.overrides ?? {});
		show(this.changed, overrides.length > 0);
		show(this.none, overrides.length === 0);
		reconcile(this.overrides, overrides, ([name]) => name, ([name]) => this.#line(name), (part, [, override]) => {
			write(part.configured, shownValue(override.configured));
			write(part.effective, shownValue(override.effective));
			write(part.by, `by ${override.by}, ${ago(now - Date.parse(override.at))}`
				+ (override.until ? `, for another ${span(Date.parse(override.until) - now)}` : ''));
		});
	}

	#line(name) {
		const part = { configured: label('td', ''), effective: label('td', 'now'), by: label('td', 'sub') };
		const { actions, worker } = this;
		part.node = h('tr', {}, h('th', { scope: 'row' }, name), part.configured, part.effective, part.by,
			actions ? h('td', {}, h('button', { type: 'button', class: 'small', 'aria-label': `Reset ${name}`, on: { click: () =>
				actions.change(worker, { reset: name }).catch((error) => actions.messages.problem(error.message)) } }, 'Reset')) : null);
		return part;
	}

}

function shownValue(value) {
	return value === null || value === undefined ? 'none' : /^-?PT/.test(value) ? compact(value) : String(value);
}

/** All about one worker, at the side of the table. */
export class Details {

	constructor(api, actions, closed) {
		this.api = api;
		this.actions = actions;
		this.closed = closed;
		this.node = document.getElementById('details');
		this.node.addEventListener('keydown', (event) => {
			if (event.key === 'Escape' && !event.defaultPrevented) {
				this.close();
			}
		});
	}

	open(worker, opener) {
		this.worker = worker;
		this.opener = opener;
		this.word = label('span', 'state-word');
		this.buttons = this.actions?.forDetails(worker);
		const name = h('h2', { id: 'details-name', tabindex: '-1' }, worker.name);
		this.tabs = this.#tabs(worker);
		this.tablist = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Parts', on: { keydown: (event) => this.#arrow(event) } },
			...this.tabs.map((tab) => tab.button));
		this.node.replaceChildren(
			h('header', {}, h('div', { class: 'heading' }, h('i', { class: 'dot' }), name, h('span', { class: 'badge' }, TYPES[worker.told.type]),
				this.word, iconButton('close', 'Close the details', () => this.close(), 'quiet close')),
				this.buttons ? h('div', { class: 'details-actions' }, ...this.buttons.nodes) : null, this.tablist),
			...this.tabs.map((tab) => tab.panel));
		show(this.node, true);
		this.select(this.tabs[0]);
		name.focus({ preventScroll: true });
	}

	#tabs(worker) {
		const { api, actions } = this;
		return [['Overview', new Overview(worker, actions)], ['History', new History(worker, api)], ['Stack', new Stack(worker, api)],
			...(worker.told.type === 'QUEUE' ? [['Dead letters', new Letters(worker, api, actions)]] : []), ['Settings', new Settings(worker, actions)]]
			.map(([title, view], index) => {
				const tab = { view };
				tab.button = h('button', { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': `panel-${index}`,
					on: { click: () => this.select(tab) } }, title);
				tab.panel = h('div', { class: 'panel', role: 'tabpanel', id: `panel-${index}`, 'aria-labelledby': `tab-${index}`, tabindex: '0' }, view.node);
				return tab;
			});
	}

	select(chosen) {
		this.tab = chosen;
		for (const { button, panel } of this.tabs) {
			const selected = button === chosen.button;
			mark(button, 'aria-selected', String(selected));
			mark(button, 'tabindex', selected ? '0' : '-1');
			show(panel, selected);
		}
		this.update(this.now?.() ?? Date.now());
	}

	#arrow(event) {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (step) {
			const index = this.tabs.indexOf(this.tab) + step;
			const next = this.tabs[(index + this.tabs.length) % this.tabs.length];
			this.select(next);
			next.button.focus();
			event.preventDefault();
		}
	}

	update(now) {
		if (!this.worker) {
			return;
		}
		mark(this.node, 'data-tone', this.worker.tone);
		write(this.word, this.worker.note ? `${this.worker.word}, ${this.worker.note}` : this.worker.word);
		this.buttons?.update();
		const { view } = this.tab;
		view.update?.(now);
		view.look?.(now);
	}

	close() {
		const { opener } = this;
		show(this.node, false);
		this.node.replaceChildren();
		this.worker = null;
		this.closed();
		opener?.focus();
	}

}

