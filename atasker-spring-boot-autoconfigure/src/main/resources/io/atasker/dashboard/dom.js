// The only place where elements are made. Text always becomes a text node, never markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 * @param tag its name
 * @param options attributes; "on" has listeners, false and null leave an attribute out
 * @param children nodes and texts
 */
export function h(tag, options = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(options)) {
		if (name === 'on') {
			Object.entries(value).forEach(([type, listener]) => element.addEventListener(type, listener));
		}
		else if (value !== null && value !== undefined && value !== false) {
			element.setAttribute(name, value === true ? '' : value);
		}
	}
	element.append(...children.filter((child) => child !== null));
	return element;
}

export function svg(tag, attributes = {}, ...children) {
	const element = document.createElementNS(SVG, tag);
	Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
	element.append(...children);
	return element;
}

/** An element that holds one text, see write. */
export function label(tag, className) {
	return h(tag, { class: className }, document.createTextNode(''));
}

/** Changes the text of a label, if it changes. */
export function write(element, text) {
	const node = element.firstChild;
	if (node.data !== text) {
		node.data = text;
	}
}

/** Sets or, with null, removes an attribute, if it changes. */
export function mark(element, name, value) {
	if (value === null) {
		if (element.hasAttribute(name)) {
			element.removeAttribute(name);
		}
	}
	else if (element.getAttribute(name) !== value) {
		element.setAttribute(name, value);
	}
}

export function show(element, visible) {
	if (element.hidden === visible) {
		element.hidden = !visible;
	}
}

const parts = new WeakMap();

/**
 * Makes the children of a container those of a list, keeping the ones that stay: they are updated in place and moved
 * only where the order differs.
 * @param create makes a part with a "node" for an item
 */
export function reconcile(container, items, key, create, update) {
	const before = parts.get(container) ?? new Map();
	const after = new Map();
	for (const item of items) {
		const id = key(item);
		after.set(id, before.get(id) ?? create(item));
	}
	before.forEach((part, id) => after.has(id) || part.node.remove());
	let next = container.firstElementChild;
	for (const item of items) {
		const part = after.get(key(item));
		if (part.node === next) {
			next = next.nextElementSibling;
		}
		else {
			container.insertBefore(part.node, next);
		}
		update?.(part, item);
	}
	parts.set(container, after);
	return after;
}

const WIDTH = 60;
const HEIGHT = 18;

/** A line of the last values, the newest at the right; drawn relative to the greatest. */
export class Sparkline {

	constructor(className) {
		this.line = svg('path', { class: 'stroke' });
		this.area = svg('path', { class: 'area' });
		this.node = svg('svg', { class: `sparkline ${className}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
			preserveAspectRatio: 'none', 'aria-hidden': 'true' }, this.area, this.line);
	}

	draw(values, slots) {
		const greatest = Math.max(...values, 0);
		if (values.length < 2 || greatest === 0) {
			mark(this.line, 'd', `M0 ${HEIGHT - 1}H${WIDTH}`);
			mark(this.area, 'd', 'M0 0');
			mark(this.node, 'data-flat', '');
			return;
		}
		mark(this.node, 'data-flat', null);
		const step = WIDTH / (slots - 1);
		const start = WIDTH - (values.length - 1) * step;
		const points = values.map((value, index) =>
			`${(start + index * step).toFixed(1)} ${(HEIGHT - 1 - (value / greatest) * (HEIGHT - 3)).toFixed(1)}`);
		mark(this.line, 'd', `M${points.join('L')}`);
		mark(this.area, 'd', `M${start.toFixed(1)} ${HEIGHT}L${points.join('L')}L${WIDTH} ${HEIGHT}Z`);
	}

}
