// Talks to the endpoints "workers" and "supervisors" and explains what goes wrong.

const PATIENCE = 15_000;

const READ_HELP = 'let your role read EndpointRequest.to("atasker", "workers", "supervisors")';

/** Why a request did not do what it should, in words for people. */
export class Failure extends Error {

	constructor(message, status) {
		super(message);
		this.status = status;
	}

	get lost() {
		return this.status === 0 || this.status >= 500;
	}

}

function cookie(name) {
	const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
	return found && decodeURIComponent(found.slice(name.length + 1));
}

export class Api {

	/** How far the clock of the server is ahead of ours, in milliseconds. */
	clock = 0;

	constructor(links) {
		this.links = links;
	}

	async workers() {
		return this.get(this.links.workers);
	}

	async supervisors() {
		return this.links.supervisors ? (await this.get(this.links.supervisors)).supervisors : {};
	}

	part(worker, part) {
		return this.get(`${this.links.workers}/${encodeURIComponent(worker)}/${part}`);
	}

	act(worker, action, body) {
		return this.post(`${this.links.workers}/${encodeURIComponent(worker)}/${action}`, body, 'workers');
	}

	change(worker, body) {
		return this.post(`${this.links.workers}/${encodeURIComponent(worker)}`, body, 'workers');
	}

	resize(supervisor, body) {
		return this.post(`${this.links.supervisors}/${encodeURIComponent(supervisor)}`, body, 'supervisors');
	}

	async get(url) {
		const response = await this.send(url, { headers: { Accept: 'application/json' } });
		const date = Date.parse(response.headers.get('Date'));
		if (Number.isFinite(date)) {
			// The header has whole seconds; what is less apart is no difference.
			const apart = date - Date.now();
			this.clock = Math.abs(apart) < 2000 ? 0 : apart;
		}
		if (response.ok) {
			return this.json(response);
		}
		throw new Failure(await this.whyUnread(response), response.status);
	}

	async post(url, body, endpoint) {
		let token = cookie('XSRF-TOKEN');
		let response = await this.write(url, body, token);
		if (response.status === 401 || response.status === 403) {
			const renewed = cookie('XSRF-TOKEN');
			if (renewed && renewed !== token) {
				token = renewed;
				response = await this.write(url, body, token);
			}
		}
		if (response.ok) {
			return this.json(response);
		}
		throw new Failure(await this.whyUnwritten(response, endpoint, token), response.status);
	}

	write(url, body, token) {
		return this.send(url, { method: 'POST', body: JSON.stringify(body), headers: { Accept: 'application/json',
			'Content-Type': 'application/json', ...(token && { 'X-XSRF-TOKEN': token }) } });
	}

	async send(url, options) {
		try {
			return await fetch(url, { credentials: 'same-origin', cache: 'no-store', redirect: 'manual',
				signal: AbortSignal.timeout(PATIENCE), ...options });
		}
		catch (error) {
			throw new Failure(error.name === 'TimeoutError'
				? `The server did not answer within ${PATIENCE / 1000} s.` : 'The server cannot be reached.', 0);
		}
	}

	async json(response) {
		try {
			return await response.json();
		}
		catch {
			throw new Failure('The server answered with something else than JSON: you may have been signed out. '
				+ 'Reload the page.', 401);
		}
	}

	async reason(response) {
		try {
			const body = await response.json();
			// Spring's own error pages say only the name of the status.
			return typeof body.error === 'string' && !('status' in body) ? body.error : null;
		}
		catch {
			return null;
		}
	}

	async whyUnread(response) {
		const { status } = response;
		if (status === 401 || response.type === 'opaqueredirect') {
			return `You are not signed in (any more). Reload the page to sign in; if that does not help, ${READ_HELP}.`;
		}
		if (status === 403) {
			return `You may not read the workers (403): ${READ_HELP} in the security configuration.`;
		}
		if (status === 404) {
			return 'The endpoint is not there (404): add workers and supervisors to management.endpoints.web.exposure.include.';
		}
		return await this.reason(response) ?? `The server answered with status ${status}.`;
	}

	async whyUnwritten(response, endpoint, token) {
		const { status } = response;
		const reason = await this.reason(response);
		if (reason) {
			return reason;
		}
		if (status === 401 || status === 403 || response.type === 'opaqueredirect') {
			return token
				? `Refused (${status}): your role may not write. Allow EndpointRequest.to("${endpoint}") with method POST for it.`
				: `Refused (${status}): either you are not signed in, or the CSRF token is missing. Let Spring Security set `
					+ 'the cookie XSRF-TOKEN: http.csrf((csrf) -> csrf.spa()).';
		}
		if (status === 404 || status === 405) {
			return `The endpoint is read-only: set management.endpoint.${endpoint}.access=unrestricted.`;
		}
		return `The server answered with status ${status}.`;
	}

}
