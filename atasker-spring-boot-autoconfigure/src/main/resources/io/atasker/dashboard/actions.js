import { h, mark, show } from './dom.js';
import { ask } from './dialog.js';
import { icon, iconButton } from './icons.js';
import { PRIORITIES } from './model.js';
import { mayBeTold } from './nodes.js';
import { words } from './format.js';

const REASON = { name: 'reason', label: 'Reason', placeholder: 'optional', hint: 'Shown as last change and audited.', wide: true };

const PRIORITY = { name: 'priority', label: 'Priority', options: [{ value: '', title: 'as configured' },
	...PRIORITIES.map((value) => ({ value, title: words(value) }))] };

const plural = (number, one, many) => (number === 1 ? `1 ${one}` : `${number} ${many}`);

const RESULTS = {
	start: { STARTED: 'started', UNCHANGED: 'was started already' },
	stop: { STOPPED: 'stopped', STOPPING: 'is stopping, something still runs', UNCHANGED: 'was stopped already' },
	restart: { RESTARTED: 'restarted' },
	trigger: { ACCEPTED: 'triggered', MERGED: 'triggered: one more run follows', IGNORED: 'was busy, ignored',
		STANDBY: 'is kept, since another node runs it: trigger it on all nodes' },
	put: { ACCEPTED: 'has a new item' },
	change: { CHANGED: 'has new settings' },
};

const ALL = { target: 'ALL' };

const FOR_ALL = { start: 'started on all nodes that live', stop: 'stopped on all nodes that live', trigger: 'triggered on the node that runs it, or on all' };

function told({ worker, action, result, target }) {
	if (target === 'ALL') {
		return `${worker}: told to be ${FOR_ALL[action]}`;
	}
	const number = { cancel: () => `${plural(result, 'execution', 'executions')} cancelled`,
		redrive: () => `${plural(result, 'item', 'items')} put back`, purge: () => `${plural(result, 'item', 'items')} forgotten` }[action];
	return `${worker}: ${number ? number() : RESULTS[action]?.[result] ?? `${action} ${words(result)}`}`;
}

/** A trigger is for the node that runs the worker, whichever that is. */
const whereItRuns = (worker) => (worker.told.nodes && worker.told.runOn === 'ONE_NODE' ? ALL : {});

/** What can be done to workers, and the buttons for it. Exists only where writing is allowed. */
export class Actions {

	#busy = new Set();

	constructor(api, messages, changed) {
		this.api = api;
		this.messages = messages;
		this.changed = changed;
	}

	/** Does something and says what became of it; a second click meanwhile does nothing. */
	async run(worker, action, body = {}) {
		const key = `${worker.name} ${action}`;
		if (this.#busy.has(key)) {
			return;
		}
		this.#busy.add(key);
		try {
			await this.perform(worker, action, body);
		}
		catch (error) {
			this.messages.problem(`${worker.name}: ${error.message}`);
		}
		finally {
			this.#busy.delete(key);
		}
	}

	async perform(worker, action, body) {
		this.messages.good(told(await this.api.act(worker.name, action, body)));
		this.changed();
	}

	async change(worker, body) {
		this.messages.good(told(await this.api.change(worker.name, body)));
		this.changed();
	}

	forRow(worker) {
		const start = iconButton('start', `Start ${worker.name}`, () => this.run(worker, 'start'), 'start');
		const stop = iconButton('stop', `Stop ${worker.name}`, () => this.run(worker, 'stop'), 'stop');
		const extra = this.#demand(worker, (name, text, run) => iconButton(name, `${text} ${worker.name}`, run, name));
		return { nodes: [extra, start, stop].filter(Boolean), update: () => this.#toggle(worker, false, start, stop) };
	}

	#demand(worker, make, atOne = whereItRuns) {
		if (worker.told.type === 'QUEUE') {
			return make('put', 'Put into', () => this.askPut(worker));
		}
		return worker.told.type === 'BACKGROUND' ? null : make('trigger', 'Trigger', () => this.run(worker, 'trigger', atOne(worker)));
	}

	#toggle(worker, all, ...buttons) {
		const [start, stop] = buttons;
		const focused = buttons.includes(document.activeElement);
		const may = all ? mayBeTold(worker.told) : { start: !worker.started, stop: worker.started };
		show(start, may.start);
		show(stop, may.stop);
		mark(start, 'aria-disabled', worker.told.state === 'DISABLED' ? 'true' : null);
		if (focused && document.activeElement.hidden) {
			(may.stop ? stop : start).focus({ preventScroll: true });
		}
	}

	forDetails(worker) {
		const make = (text, run, name, className = '') => h('button', { type: 'button', class: className, on: { click: run } },
			name ? icon(name) : null, text);
		const where = h('select', { name: 'target', on: { change: () => update() } },
			h('option', { value: 'NODE' }, 'this node'), h('option', { value: 'ALL' }, 'all nodes'));
		const choice = h('label', { class: 'select' }, 'On', where);
		const target = () => (where.value === 'ALL' ? ALL : {});
		const start = make('Start', () => this.run(worker, 'start', target()), 'start', 'start');
		const stop = make('Stop', () => this.run(worker, 'stop', target()), 'stop', 'stop');
		const startWith = make('Start with…', () => this.askStart(worker, 'start'));
		const stopFor = make('Stop for…', () => this.askStopFor(worker));
		const restart = make('Restart', () => this.run(worker, 'restart'));
		const cancel = make('Cancel run', () => this.run(worker, 'cancel'));
		const demand = this.#demand(worker, (name, text, run) => make(name === 'put' ? 'Put…' : 'Trigger', run, name, name), target);
		const update = () => {
			show(choice, Boolean(worker.told.nodes));
			// Without a view of the cluster there is no choice any more.
			where.value = worker.told.nodes ? where.value : 'NODE';
			const all = where.value === 'ALL';
			this.#toggle(worker, all, start, stop);
			show(startWith, !all && !worker.started);
			show(stopFor, !all && worker.started);
			[restart, demand].filter((button) => button && (button === restart || worker.told.type === 'QUEUE')).forEach((button) => show(button, !all));
			show(cancel, !all && worker.told.executions.running > 0);
		};
		update();
		return { nodes: [choice, start, stop, demand, stopFor, startWith, restart, cancel].filter(Boolean), update };
	}

	askPut(worker) {
		ask({ title: `Put into ${worker.name}`, verb: 'Put', list: [
			{ name: 'item', label: 'Item', rows: 5, required: true, hint: 'JSON of the item type; plain text for a text.' },
			PRIORITY, { name: 'delay', label: 'Delay', placeholder: 'none, or 30s' }, REASON],
		run: (values) => this.perform(worker, 'put', values) });
	}

	askStopFor(worker) {
		ask({ title: `Stop ${worker.name} for a while`, verb: 'Stop', intro: 'It starts again by itself.', list: [
			{ name: 'for', label: 'For', placeholder: '30m', required: true, hint: 'A number with ms, s, m, h or d.' }, REASON],
		run: (values) => this.perform(worker, 'stop', values) });
	}

	askStart(worker) {
		const times = worker.told.type === 'INTERVAL' && !worker.told.schedule?.cron
			? [{ name: 'interval', label: 'Interval', placeholder: '10s' }, { name: 'delay', label: 'Delay', placeholder: 'from end to start' },
				{ name: 'delayBefore', label: 'Delay before', placeholder: 'before each run' }] : [];
		ask({ title: `Start ${worker.name} with`, verb: 'Start', intro: 'For this start only.', list: [PRIORITY, ...times,
			{ name: 'label', label: 'Label', placeholder: 'a name for this start' },
			{ name: 'arguments', label: 'Arguments', rows: 2, placeholder: '{"region": "eu"}' }, REASON],
		run: (values) => this.perform(worker, 'start', values) });
	}

	askPurge(worker) {
		ask({ title: `Forget the dead letters of ${worker.name}?`, verb: 'Forget them', danger: true, intro: 'The items are lost for good.',
			list: [REASON], run: (values) => this.perform(worker, 'purge', values) });
	}

	cancelButton(worker, run) {
		return h('button', { type: 'button', class: 'small', on: { click: () => this.run(worker, 'cancel', { taskId: run.taskId }) } }, 'Cancel');
	}

}
