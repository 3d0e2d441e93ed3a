// Numbers, durations and times as people read them.

const DURATION = /^(-)?PT(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?$/;

/** Reads what Java writes, in milliseconds; NaN if it is no duration. */
export function milliseconds(iso) {
	const match = DURATION.exec(iso ?? '');
	if (!match) {
		return NaN;
	}
	const [, sign, hours = 0, minutes = 0, seconds = 0] = match;
	return (sign ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds * 1) * 1000;
}

function digits(value) {
	return value < 9.95 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}

export function duration(ms) {
	if (!Number.isFinite(ms)) {
		return '';
	}
	if (ms < 0.9995) {
		return ms < 0.0005 ? '0 ms' : `${digits(ms * 1000)} µs`;
	}
	if (ms < 999.5) {
		return `${digits(ms)} ms`;
	}
	if (ms < 59_950) {
		return `${digits(ms / 1000)} s`;
	}
	return pair(Math.round(ms / 1000));
}

/** A duration in one unit. */
export function shortDuration(ms) {
	if (!(ms >= 59_950)) {
		return duration(ms);
	}
	return ms < 3_597_000 ? `${digits(ms / 60_000)} min` : `${digits(ms / 3_600_000)} h`;
}

function pair(seconds) {
	const [big, bigUnit, small, smallUnit] = seconds < 3600 ? [60, 'min', 1, 's']
		: seconds < 86_400 ? [3600, 'h', 60, 'min'] : [86_400, 'd', 3600, 'h'];
	const rest = Math.floor(seconds % big / small);
	return `${Math.floor(seconds / big)} ${bigUnit}${rest ? ` ${rest} ${smallUnit}` : ''}`;
}

/** A duration that somebody watches growing: whole seconds are enough. */
export function span(ms) {
	return ms < 60_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : pair(Math.floor(ms / 1000));
}

/** A wait in its greatest unit only. */
export function roughly(ms) {
	return span(ms).split(' ').slice(0, 2).join(' ');
}

export function ago(ms, words = span) {
	return ms < 1000 ? 'just now' : `${words(ms)} ago`;
}

export function rate(perSecond) {
	if (!(perSecond > 0)) {
		return '0';
	}
	if (perSecond >= 0.95) {
		return `${perSecond < 9.95 ? digits(perSecond) : count(Math.round(perSecond))}/s`;
	}
	return perSecond * 60 >= 0.95 ? `${digits(perSecond * 60)}/min` : `${digits(perSecond * 3600)}/h`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in memory, in binary units. */
export function bytes(number) {
	const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, number)) / 10)));
	return `${digits(number / 1024 ** power)} ${UNITS[power]}`;
}

const WHOLE = new Intl.NumberFormat('en');
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function count(number) {
	return number < 10_000 ? WHOLE.format(number) : COMPACT.format(number);
}

export function exact(number) {
	return WHOLE.format(number);
}

const two = (number) => String(number).padStart(2, '0');

/** Time of day, with the date if it is not today. */
export function time(ms) {
	const at = new Date(ms);
	const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
	return at.toDateString() === new Date().toDateString() ? clock
		: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

export function words(constant) {
	return String(constant ?? '').toLowerCase().replaceAll('_', ' ');
}

/** Class and method, without package, outer classes and parameters. */
export function shortTarget(target) {
	return String(target ?? '').replace(/\(.*$/, '').split(/[.#]/).slice(-2).map((part) => part.split('$').pop()).join('.');
}

export function shortType(type) {
	return String(type ?? '').split('.').pop();
}
