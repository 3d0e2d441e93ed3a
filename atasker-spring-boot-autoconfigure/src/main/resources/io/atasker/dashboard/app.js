import { Actions } from './actions.js';
import { Api, Failure } from './api.js';
import { Details } from './details.js';
import { h, mark, show } from './dom.js';
import { span } from './format.js';
import { icon } from './icons.js';
import { Worker } from './model.js';
import { ClusterLine } from './nodes.js';
import { Pools } from './pool.js';
import { Table } from './table.js';

const PACE = 2000;

/** In a hidden tab. */
const RARELY = 60_000;

const LONGEST_BREAK = 30_000;

const element = (id) => document.getElementById(id);

const { workers: workersLink, workersAccess, supervisors: supervisorsLink, supervisorsAccess, application } = document.body.dataset;

/** Tells what became of an action, also to those who do not see it. */
class Messages {

	node = element('messages');

	good(text) {
		this.#add(text, 'good', 6000);
	}

	problem(text) {
		this.#add(text, 'problem', 20_000);
	}

	#add(text, kind, stays) {
		const message = h('p', { class: kind }, h('span', {}, text), h('button', { type: 'button', class: 'quiet icon', 'aria-label': 'Dismiss',
			on: { click: () => message.remove() } }, icon('close')));
		this.node.append(message);
		setTimeout(() => message.remove(), stays);
		while (this.node.childElementCount > 4) {
			this.node.firstElementChild.remove();
		}
	}

}

/** Asks again and again: at a steady pace, slower for a slow server, with growing breaks while there is none. */
class Poll {

	failures = 0;

	paused = false;

	constructor(look, state) {
		this.look = look;
		this.state = state;
		document.addEventListener('visibilitychange', () => document.hidden || this.paused || this.now());
	}

	/** Asks at once, or right after what is under way. */
	now() {
		clearTimeout(this.timer);
		if (this.asking) {
			this.again = true;
			return;
		}
		this.#ask();
	}

	pause(paused) {
		this.paused = paused;
		clearTimeout(this.timer);
		if (paused) {
			this.state('paused');
		}
		else {
			this.now();
		}
	}

	async #ask() {
		this.asking = true;
		const began = performance.now();
		try {
			await this.look();
			this.failures = 0;
			this.state(this.paused ? 'paused' : 'live');
		}
		catch (error) {
			if (!(error instanceof Failure)) {
				console.error(error);
			}
			this.failures += 1;
			this.state('lost', error);
		}
		this.asking = false;
		this.#schedule(performance.now() - began);
	}

	#schedule(took) {
		let wait = Math.max(PACE, 4 * took);
		if (this.failures) {
			wait = Math.min(LONGEST_BREAK, PACE * 2 ** (this.failures - 1));
		}
		if (document.hidden) {
			wait = Math.max(wait, RARELY);
		}
		if (this.again) {
			wait = 0;
		}
		this.again = false;
		if (!this.paused || wait === 0) {
			this.nextAt = Date.now() + wait;
			this.timer = setTimeout(() => this.now(), wait);
		}
	}

}

const api = new Api({ workers: workersLink, supervisors: supervisorsLink });
const messages = new Messages();
const models = new Map();
const now = () => Date.now() + api.clock;
const changed = () => poll.now();
const actions = workersAccess === 'unrestricted' ? new Actions(api, messages, changed) : null;
const pools = new Pools(api, supervisorsAccess === 'unrestricted', messages, changed);
const cluster = new ClusterLine();
const details = new Details(api, actions, () => choose(null));
const table = new Table(actions, (name, opener) => open(name, opener));

details.now = now;

function open(name, opener) {
	const worker = models.get(name);
	if (worker) {
		choose(name);
		details.open(worker, opener);
	}
}

/** The chosen worker is in the address, so that a link can be passed on. */
function choose(name) {
	history.replaceState(null, '', name ? `#${encodeURIComponent(name)}` : location.pathname + location.search);
	table.mark(name);
}

function named() {
	try {
		return decodeURIComponent(location.hash.slice(1));
	}
	catch {
		return '';
	}
}

function take(descriptors) {
	const at = now();
	for (const descriptor of Object.values(descriptors)) {
		const worker = models.get(descriptor.name) ?? new Worker(descriptor);
		models.set(descriptor.name, worker);
		worker.update(descriptor, at);
	}
	for (const name of models.keys()) {
		if (!Object.hasOwn(descriptors, name)) {
			models.delete(name);
		}
	}
	if (details.worker && !models.has(details.worker.name)) {
		details.close();
	}
	table.update([...models.values()], at);
	details.update(at);
}

async function look() {
	const [workers, supervisors] = await Promise.allSettled([api.workers(), api.supervisors()]);
	if (workers.status === 'rejected') {
		throw workers.reason;
	}
	const problem = supervisors.status === 'rejected' ? `The pools are not shown. ${supervisors.reason.message}` : '';
	rewrite(element('supervisors-problem'), problem);
	show(element('supervisors-problem'), Boolean(problem));
	pools.update(problem ? {} : supervisors.value, owners(workers.value.workers), now());
	cluster.update(workers.value.cluster);
	take(workers.value.workers);
	if (!look.before) {
		look.before = true;
		document.body.dataset.ready = '';
		open(named(), null);
	}
}

/**
 * Returns a function that tells which worker an execution belongs to: the one that has it among its current ones, or,
 * since both were not looked at at once, the one whose name its id begins with; null for tasks of others.
 */
function owners(descriptors) {
	const known = new Map(Object.values(descriptors).flatMap((worker) => (worker.current ?? []).map((run) => [run.taskId, worker.name])));
	return (taskId) => {
		const name = known.get(taskId) ?? /^(.+)-\d+-\d+-\d+$/.exec(taskId ?? '')?.[1];
		return name && Object.hasOwn(descriptors, name) && descriptors[name].executor === 'PROCESS' ? name : null;
	};
}

/** Changes a text only if it changes, so that it is not read out again and again. */
function rewrite(node, text) {
	if (node.textContent !== text) {
		node.textContent = text;
	}
}

function showConnection(state, error) {
	const connection = element('connection');
	mark(connection, 'data-state', state);
	mark(document.body, 'data-lost', state === 'lost' ? '' : null);
	const words = { live: 'live', paused: 'paused', lost: error?.lost ? 'reconnecting' : 'no access' };
	rewrite(element('connection-text'), words[state]);
	const banner = element('banner');
	if (state === 'lost') {
		rewrite(element('banner-text'), `${error.message} ${models.size ? 'What you see is from before. ' : ''}It is tried again by itself.`);
	}
	show(banner, state === 'lost');
}

const poll = new Poll(look, showConnection);

function setUpTheme() {
	const button = element('theme');
	const root = document.documentElement;
	const themes = ['system', 'light', 'dark'];
	const apply = () => {
		const theme = root.dataset.theme ?? 'system';
		button.replaceChildren(icon(theme));
		const text = `Theme: ${theme}. Change to ${themes[(themes.indexOf(theme) + 1) % 3]}`;
		mark(button, 'aria-label', text);
		mark(button, 'title', text);
	};
	button.addEventListener('click', () => {
		const next = themes[(themes.indexOf(root.dataset.theme ?? 'system') + 1) % 3];
		mark(root, 'data-theme', next === 'system' ? null : next);
		try {
			localStorage.setItem('atasker.theme', next);
		}
		catch {
			// It holds until the page is left.
		}
		apply();
	});
	apply();
}

function setUpPause() {
	const button = element('pause');
	button.append(icon('pause'));
	button.addEventListener('click', () => {
		poll.pause(!poll.paused);
		mark(button, 'aria-pressed', String(poll.paused));
		const text = poll.paused ? 'Resume updates' : 'Pause updates';
		mark(button, 'aria-label', text);
		mark(button, 'title', text);
		button.replaceChildren(icon(poll.paused ? 'start' : 'pause'));
	});
}

function setUpKeys() {
	document.addEventListener('keydown', (event) => {
		const typing = event.target.closest('input, textarea, select, dialog');
		if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
			element('search').focus();
			event.preventDefault();
		}
	});
}

if (application) {
	document.title = `Workers · ${application}`;
}
show(element('read-only'), !actions);
setUpTheme();
setUpPause();
setUpKeys();
element('retry').addEventListener('click', () => poll.now());
addEventListener('hashchange', () => (named() ? open(named(), null) : details.worker && details.close()));
setInterval(() => {
	if (document.hidden || poll.paused) {
		return;
	}
	table.tick(now());
	if (poll.failures) {
		element('connection-text').textContent = `trying again in ${span(poll.nextAt - Date.now() + 999)}`;
	}
}, 1000);
if (workersLink) {
	poll.now();
}
else {
	element('banner-text').textContent = 'The endpoint "workers" is not exposed: add it, and supervisors, to '
		+ 'management.endpoints.web.exposure.include.';
	show(element('retry'), false);
	show(element('banner'), true);
	element('connection-text').textContent = 'nothing to show';
}
