import { h, svg } from './dom.js';

const PATHS = {
	start: 'M5 3.2v9.6l7.6-4.8z',
	stop: 'M4.2 4.2h7.6v7.6H4.2z',
	pause: 'M5.4 3.4v9.2M10.6 3.4v9.2',
	trigger: 'M9 1.8 3.6 9h4l-.8 5.2L12.4 7h-4z',
	put: 'M8 3.2v9.6M3.2 8h9.6',
	close: 'm4 4 8 8m0-8-8 8',
	resize: 'M2.5 5h7.2m2.6 0h1.2M2.5 11h1.8m2.6 0h6.6M11 3.4v3.2M5.6 9.4v3.2',
	system: 'M8 2.2a5.8 5.8 0 1 0 0 11.6zM8 2.2a5.8 5.8 0 0 1 0 11.6',
	light: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.4v1.2m0 10.8v1.2M1.4 8h1.2m10.8 0h1.2M3.3 3.3l.9.9m7.6 7.6.9.9m0-9.4-.9.9m-7.6 7.6-.9.9',
	dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
};

const FILLED = ['start', 'stop', 'trigger'];

export function icon(name) {
	return svg('svg', { class: 'glyph', viewBox: '0 0 16 16', 'aria-hidden': 'true',
		...(FILLED.includes(name) && { 'data-filled': '' }) }, svg('path', { d: PATHS[name] }));
}

/** A button that shows nothing but an icon; its text is for tooltips and screen readers. */
export function iconButton(name, text, onClick, className = '') {
	return h('button', { type: 'button', class: `icon ${className}`, title: text, 'aria-label': text,
		on: { click: onClick } }, icon(name));
}
