// Stands in for the user interface of Spring Boot Admin: as much of Vue and of its registry as the script asks for.
// "view" is what the script has registered; showView() shows it for an instance that is the origin of this page.
const Vue = {
	h(tag, ...rest) {
		const hasProps = rest.length > 0 && typeof rest[0] === 'object' && !Array.isArray(rest[0]) && !rest[0].tag;
		return { tag, props: hasProps ? rest.shift() : {}, children: rest[0] };
	},
	resolveComponent: (name) => ({ 'sba-button': 'button' })[name],
};

const SBA = {
	use: (extension) => extension.install({ viewRegistry: { addView: (added) => { window.view = added; } } }),
};

window.showView = (endpoints) => {

	const request = async (url, options) => {
		const response = await fetch(`/${url}`, options);
		const text = await response.text();
		let data = text;
		try {
			data = JSON.parse(text);
		}
		catch {
			// It is no JSON.
		}
		if (!response.ok) {
			throw Object.assign(new Error(`status ${response.status}`), { response: { status: response.status, data } });
		}
		return { data };
	};

	const instance = {
		id: 'abc',
		hasEndpoint: (id) => endpoints.includes(id),
		axios: {
			get: (url) => request(url),
			post: (url, body, { headers }) => request(url, { method: 'POST', headers, body: JSON.stringify(body) }),
		},
	};

	const build = (node) => {
		if (node === null || node === undefined || node === false) {
			return [];
		}
		if (Array.isArray(node)) {
			return node.flatMap(build);
		}
		if (typeof node !== 'object') {
			return [document.createTextNode(String(node))];
		}
		const element = document.createElement(node.tag);
		for (const [name, value] of Object.entries(node.props)) {
			if (name === 'onClick') {
				element.addEventListener('click', value);
			}
			else if (name !== 'key') {
				element.setAttribute(name, value);
			}
		}
		const children = typeof node.children === 'function' ? node.children() : node.children;
		element.append(...build(children));
		return [element];
	};

	const { component, isEnabled } = window.view;
	const state = { instance, ...component.data() };
	const self = new Proxy(state, {
		set(target, name, value) {
			target[name] = value;
			paint();
			return true;
		},
	});
	const paint = () => document.body.replaceChildren(...build(component.render.call(self)));
	for (const [name, method] of Object.entries(component.methods)) {
		state[name] = method.bind(self);
	}
	component.created.call(self);
	return isEnabled({ instance });
};
