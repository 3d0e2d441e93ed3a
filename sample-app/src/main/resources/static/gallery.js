const note = document.getElementById('note');
let etag = null;

// Shows what the gallery worker has rebuilt since.
async function refresh() {
	try {
		const response = await fetch('/', { cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {} });
		if (response.status === 200) {
			etag = response.headers.get('ETag');
			const page = new DOMParser().parseFromString(await response.text(), 'text/html');
			document.querySelector('main').replaceWith(page.querySelector('main'));
		}
	}
	catch (error) {
		// The application is stopped; it may come back.
	}
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
setInterval(refresh, 2000);
