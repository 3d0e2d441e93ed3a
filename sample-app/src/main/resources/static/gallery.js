const note = document.getElementById('note');
const strip = document.getElementById('workers');
const executors = { LOOP: 'async', PROCESS: 'process' };
let etag = null;

// Shows what the gallery worker has rebuilt since.
async function refresh() {
	const response = await fetch('/', { cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {} });
	if (response.status === 200) {
		etag = response.headers.get('ETag');
		const page = new DOMParser().parseFromString(await response.text(), 'text/html');
		document.querySelector('main').replaceWith(page.querySelector('main'));
	}
}

// The workers, as Actuator tells of them.
async function showWorkers() {
	const response = await fetch('/actuator/workers');
	if (response.ok) {
		Object.values((await response.json()).workers).forEach(showWorker);
	}
}

function showWorker(worker) {
	const item = document.getElementById('worker-' + worker.name) || addWorker(worker.name);
	const running = worker.executions.running > 0;
	item.className = running ? 'running' : worker.state.toLowerCase();
	item.querySelector('.type').textContent = [worker.type, executors[worker.executor],
		worker.priority === 'NORMAL' ? '' : worker.priority].filter(Boolean).join(' · ').toLowerCase();
	item.querySelector('.now').textContent = now(worker, running);
	const button = item.querySelector('button');
	button.textContent = worker.desired === 'STARTED' ? 'Stop' : 'Start';
	button.setAttribute('aria-label', button.textContent + ' ' + worker.name);
}

function now(worker, running) {
	const count = worker.executions;
	if (worker.queue && worker.queue.size > 0) {
		return `${worker.queue.size} waiting, ${count.running} running`;
	}
	if (running) {
		return worker.current?.[0]?.progress?.message || 'running';
	}
	if (worker.state !== 'STARTED') {
		return worker.state.toLowerCase();
	}
	return `${count.succeeded} done` + (count.failed ? `, ${count.failed} failed` : '');
}

function addWorker(name) {
	const item = document.createElement('li');
	item.id = 'worker-' + name;
	const link = item.appendChild(document.createElement('a'));
	link.href = '/actuator/workers/' + name;
	link.textContent = name;
	const button = item.appendChild(document.createElement('button'));
	button.type = 'button';
	button.addEventListener('click', () => act(name, button.textContent.toLowerCase()));
	for (const line of ['type', 'now']) {
		item.appendChild(document.createElement('span')).className = line;
	}
	return strip.appendChild(item);
}

async function act(name, action) {
	const response = await fetch(`/actuator/workers/${name}/${action}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ reason: 'clicked on the gallery' }),
	});
	if (!response.ok) {
		note.textContent = (await response.json()).error;
	}
	await showWorkers();
}

async function send(files) {
	for (const file of files) {
		note.textContent = `Sending ${file.name}`;
		try {
			const response = await fetch('/inbox/' + encodeURIComponent(file.name), { method: 'PUT', body: file });
			note.textContent = response.ok ? `${file.name} is in the inbox.` : reason(response.status, file.name);
		}
		catch (error) {
			note.textContent = `${file.name} could not be sent.`;
		}
	}
}

function reason(status, name) {
	return { 400: `${name} is not a picture.`, 409: `There is a picture named ${name} already.` }[status]
			|| `${name} was refused (${status}).`;
}

document.querySelector('input').addEventListener('change', (event) => {
	send([...event.target.files]);
	event.target.value = '';
});
document.addEventListener('dragover', (event) => {
	event.preventDefault();
	document.body.classList.add('over');
});
document.addEventListener('dragleave', () => document.body.classList.remove('over'));
document.addEventListener('drop', (event) => {
	event.preventDefault();
	document.body.classList.remove('over');
	send([...event.dataTransfer.files]);
});

// What fails is tried again: the application may be stopped, and come back.
const again = (action) => action().catch(() => undefined);

function look() {
	if (!document.hidden) {
		again(refresh);
		again(showWorkers);
	}
}

look();
setInterval(look, 2000);
