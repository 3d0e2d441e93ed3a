// Shows the workers of an instance in Spring Boot Admin, with buttons; the server hands requests on to the instance.
// Written without a build step: Vue and SBA are globals of its user interface.
(({ h, resolveComponent }, SBA) => {

	const EVERY = 2500;

	const text = (value) => value.toLowerCase().replace('_', ' ');

	const TITLES = ['Worker', 'Type', 'State', 'Now', 'Succeeded', 'Failed', 'Queue', 'Last run', ''];

	const TYPES = { BACKGROUND: 'continuous', QUEUE: 'queue', EVENT: 'event', INTERVAL: 'interval' };

	const what = (worker) => [worker.name, TYPES[worker.type], text(worker.state), now(worker), worker.executions.succeeded,
		worker.executions.failed, queue(worker), last(worker)];

	const now = (worker) => worker.waiting?.reason ?? (worker.executions.running || '');

	const queue = ({ queue }) => queue ? `${queue.size} of ${queue.capacity}${queue.dead ? `, ${queue.dead} dead` : ''}` : '';

	const last = ({ lastExecution }) => lastExecution?.time
		? `${new Date(lastExecution.time).toLocaleTimeString()} ${text(lastExecution.status)}` : '';

	const actions = (worker) => [
		...(worker.type === 'EVENT' || worker.type === 'INTERVAL' ? ['trigger'] : []),
		worker.desired === 'STARTED' ? 'stop' : 'start'];

	const Workers = {

		props: { instance: { type: Object, required: true } },

		data: () => ({ workers: [], unread: '', refused: '', timer: 0 }),

		created() {
			this.load();
			this.timer = setInterval(this.load, EVERY);
		},

		unmounted() {
			clearInterval(this.timer);
		},

		methods: {

			async load() {
				this.unread = await this.problem(async () => {
					const { workers } = (await this.instance.axios.get('actuator/workers')).data;
					this.workers = Object.values(workers).sort((one, other) => one.name.localeCompare(other.name));
				});
			},

			async act(worker, action) {
				this.refused = await this.problem(() => this.write(worker, action));
				await this.load();
			},

			async write(worker, action) {
				try {
					await this.instance.axios.post(
						`actuator/workers/${encodeURIComponent(worker.name)}/${action}`, {},
						{ headers: { 'Content-Type': 'application/json' } });
				}
				catch (error) {
					// Ours say why; that there is no such operation is said by others, and without words.
					const { status, data } = error.response ?? {};
					throw status === 405 || (status === 404 && !data?.error)
						? new Error('The endpoint is read-only: set management.endpoint.workers.access=unrestricted.') : error;
				}
			},

			/** What went wrong with a request, in words; nothing if it went well. */
			async problem(request) {
				try {
					await request();
					return '';
				}
				catch ({ message, response }) {
					return response?.data?.error ?? message;
				}
			},

			row(worker) {
				return h('tr', { key: worker.name, 'data-worker': worker.name, 'data-state': worker.state }, [
					...what(worker).map((cell) => h('td', { class: 'px-3 py-2' }, String(cell))),
					h('td', { class: 'px-3 py-2 text-right' }, actions(worker).map((action) => h(resolveComponent('sba-button'),
						{ size: 'xs', class: 'ml-1', title: `${action} ${worker.name}`, onClick: () => this.act(worker, action) },
						() => action)))]);
			},

		},

		render() {
			return h('section', { class: 'p-4' }, [
				h('p', { class: 'p-2 text-red-600', role: 'alert' }, this.refused || this.unread),
				h('table', { class: 'w-full bg-white text-left text-sm atasker-workers' }, [
					h('thead', h('tr', TITLES.map((title) => h('th', { class: 'px-3 py-2' }, title)))),
					h('tbody', this.workers.map(this.row))]),
				this.instance.hasEndpoint('atasker') && h('p', { class: 'p-3' }, h('a', { class: 'underline',
					href: `instances/${this.instance.id}/actuator/atasker`, target: '_blank', rel: 'noopener' },
				'Details, dead letters, stacks and settings on the page of the application'))]);
		},

	};

	SBA.use({
		install({ viewRegistry }) {
			viewRegistry.addView({ name: 'instances/atasker', parent: 'instances', path: 'atasker', component: Workers,
				label: 'Workers', order: 175, isEnabled: ({ instance }) => instance.hasEndpoint('workers') });
		},
	});

})(Vue, SBA);
