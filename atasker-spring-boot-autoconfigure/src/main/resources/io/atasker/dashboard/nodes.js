// What there is to see of several nodes. Without a view of the cluster the server tells of none, and nothing is shown.

import { h, label, mark, reconcile, show, write } from './dom.js';
import { ago, count, time, words } from './format.js';

const MOST_DOTS = 9;

const TONES = { STARTED: 'ok', STARTING: 'busy', STOPPING: 'warn', STANDBY: 'standby', STOPPED: 'off', DISABLED: 'off',
	FAILED: 'bad', LOST_STILL_RUNNING: 'bad' };

const COLUMNS = ['Node', 'State', 'Running', 'Meant to be', 'Seen'];

/** How a worker is on one node: a tone and words. */
function assess({ alive, state, running }) {
	if (!alive) {
		return ['bad', `dead, was ${words(state)}`];
	}
	return [running > 0 ? 'busy' : TONES[state] ?? 'warn', words(state)];
}

const isStarted = ({ alive, desired }) => alive && desired === 'STARTED';

/** Whether a node is the one that runs a worker that runs on one. */
const leads = (worker, { alive, state }) => worker.runOn === 'ONE_NODE' && alive
	&& !['STANDBY', 'STOPPED', 'DISABLED', 'STARTING', 'FAILED'].includes(state);

/** On how many living nodes a worker is started; for sorting. */
export const startedOn = ({ nodes }) => nodes?.filter(isStarted).length ?? -1;

/** Which commands make sense for all nodes: one living node that may follow is enough. */
export function mayBeTold({ nodes = [] }) {
	return { start: nodes.some((node) => node.alive && !isStarted(node)), stop: nodes.some(isStarted) };
}

function where(worker) {
	const { nodes } = worker;
	const started = startedOn(worker);
	if (worker.runOn !== 'ONE_NODE') {
		return `${count(started)} of ${count(nodes.length)} started`;
	}
	const leaders = nodes.filter((node) => leads(worker, node));
	return leaders.length ? `on ${leaders.map(({ node }) => node).join(', ')}` : started ? 'on no node' : 'stopped';
}

function besides({ nodes, runOn }) {
	const number = (accepts) => nodes.filter(accepts).length;
	const running = nodes.reduce((sum, node) => sum + (node.alive ? node.running : 0), 0);
	return [[number(({ alive }) => !alive), 'dead'], [number(({ alive, state }) => alive && state === 'STANDBY'), 'standby'],
		[runOn === 'ONE_NODE' ? 0 : running, 'running']]
		.filter(([many]) => many > 0).map(([many, what]) => `${count(many)} ${what}`).join(', ');
}

/** A worker on all nodes in a cell of the table: a dot for each, and in words what they mean. */
export class NodeDots {

	constructor() {
		this.dots = h('span', { class: 'dots', 'aria-hidden': 'true' });
		this.where = label('span', '');
		this.besides = label('span', 'sub');
		this.nodes = [h('span', { class: 'line' }, this.dots, this.where), this.besides];
	}

	update(worker) {
		const { nodes } = worker;
		if (!nodes) {
			this.dots.replaceChildren();
			write(this.where, '');
			write(this.besides, '');
			return;
		}
		const tones = nodes.slice(0, MOST_DOTS).map((node) => assess(node)[0]);
		const drawn = tones.join();
		if (this.drawn !== drawn) {
			this.drawn = drawn;
			this.dots.replaceChildren(...tones.map((tone) => h('i', { class: 'dot', 'data-tone': tone })));
		}
		const text = where(worker);
		write(this.where, text);
		mark(this.where, 'title', nodes.map((node) => `${node.node}: ${assess(node)[1]}`).join('\n'));
		mark(this.where, 'data-none', text === 'on no node' ? '' : null);
		write(this.besides, besides(worker));
		mark(this.besides, 'data-dead', nodes.some(({ alive }) => !alive) ? '' : null);
	}

}

class NodeLine {

	constructor({ node, self }) {
		this.word = label('span', 'word');
		this.leader = h('span', { class: 'badge', hidden: true }, 'runs it');
		this.running = label('span', 'figure');
		this.desired = label('span', '');
		this.seen = label('span', '');
		const cell = (title, ...children) => h('td', { 'data-title': title }, ...children);
		this.node = h('tr', { 'data-node': node }, h('th', { scope: 'row' }, node, self ? h('span', { class: 'sub' }, ' this node') : null),
			cell('State', h('i', { class: 'dot', 'aria-hidden': 'true' }), this.word, ' ', this.leader), cell('Running', this.running),
			cell('Meant to be', this.desired), cell('Seen', this.seen));
	}

	update(worker, node, latest) {
		const [tone, word] = assess(node);
		mark(this.node, 'data-tone', tone);
		write(this.word, word);
		show(this.leader, leads(worker, node));
		write(this.running, node.alive ? count(node.running) : '–');
		write(this.desired, words(node.desired));
		write(this.seen, node.self ? 'now' : ago(latest - Date.parse(node.seen)));
		mark(this.seen, 'title', time(Date.parse(node.seen)));
	}

}

/** The nodes that have a worker, one by one. */
export class NodeTable {

	constructor(worker) {
		this.worker = worker;
		this.rows = h('tbody');
		this.node = h('section', { class: 'part nodes', hidden: true }, h('h3', {}, 'Nodes'), h('table', {},
			h('caption', { class: 'hidden-text' }, `${worker.name} on each node`),
			h('thead', {}, h('tr', {}, ...COLUMNS.map((title) => h('th', { scope: 'col' }, title)))), this.rows));
	}

	update() {
		const { told } = this.worker;
		const { nodes } = told;
		show(this.node, Boolean(nodes));
		if (nodes) {
			const latest = newest(nodes);
			reconcile(this.rows, keyed(nodes), key, (node) => new NodeLine(node), (line, node) => line.update(told, node, latest));
		}
	}

}

/** Two lives of a node have one name, and so have two that were given it by mistake. */
const keyed = (nodes) => nodes.map((node, index) =>
	({ ...node, key: `${nodes.slice(0, index).filter((other) => other.node === node.node).length} ${node.node}` }));

const key = (node) => node.key;

/** All times are those of one clock, that of the database; how long ago one was is told by the newest. */
const newest = (nodes) => Math.max(...nodes.map(({ seen }) => Date.parse(seen)));

class Member {

	constructor({ node, self }) {
		this.note = label('span', 'sub');
		this.node = h('li', { 'data-node': node }, h('i', { class: 'dot', 'aria-hidden': 'true' }), h('b', {}, node), ' ', this.note);
		this.self = self;
	}

	update({ alive, seen, started }, latest, stale) {
		mark(this.node, 'data-tone', alive ? stale && !this.self ? 'warn' : 'ok' : 'bad');
		const unknown = stale ? 'not known' : '';
		write(this.note, this.self ? 'this node' : !alive ? `dead, seen ${ago(latest - Date.parse(seen))}` : unknown);
		mark(this.node, 'title', `seen ${time(Date.parse(seen))}, here since ${time(Date.parse(started))}`);
	}

}

/** The line of all nodes above the supervisors. */
export class ClusterLine {

	constructor() {
		this.node = document.getElementById('cluster');
		this.name = label('span', 'summary');
		this.list = h('ul');
		this.problem = label('p', 'problem');
		this.problem.setAttribute('role', 'status');
		this.node.append(h('h2', {}, 'Nodes'), this.name, this.list, this.problem);
	}

	update(cluster) {
		show(this.node, Boolean(cluster));
		mark(document.body, 'data-cluster', cluster ? '' : null);
		if (!cluster) {
			return;
		}
		const { name, nodes, stale, error } = cluster;
		const alive = nodes.filter((node) => node.alive).length;
		write(this.name, `of ${name}: ${alive === nodes.length ? `${count(alive)} alive` : `${count(alive)} of ${count(nodes.length)} alive`}`);
		const latest = newest(nodes);
		reconcile(this.list, keyed(nodes), key, (node) => new Member(node), (member, node) => member.update(node, latest, stale));
		mark(this.node, 'data-stale', stale ? '' : null);
		show(this.problem, Boolean(stale));
		write(this.problem, stale ? 'The other nodes are shown as they were when the database answered last, and nothing can be told to all of '
			+ `them now.${error ? ` ${error}` : ''}` : '');
	}

}
