import { h } from './dom.js';

let serial = 0;

function control(field, id) {
	const common = { id, name: field.name, required: field.required, placeholder: field.placeholder, autocomplete: 'off',
		spellcheck: 'false', 'aria-describedby': field.hint ? `${id}-hint` : null };
	if (field.options) {
		return h('select', { id, name: field.name }, ...field.options.map((option) => h('option', { value: option.value }, option.title)));
	}
	return field.rows ? h('textarea', { ...common, rows: String(field.rows) })
		: h('input', { ...common, type: 'text', inputmode: field.number ? 'numeric' : null });
}

/** Makes the fields of a form: name, label, and optionally placeholder, hint, options, rows, required. */
export function fields(list) {
	return list.map((field) => {
		const id = `field-${serial += 1}`;
		return h('div', { class: field.wide || field.rows ? 'field wide' : 'field' }, h('label', { for: id }, field.label), control(field, id),
			field.hint ? h('small', { id: `${id}-hint` }, field.hint) : null);
	});
}

/** What was filled in. */
export function filled(form) {
	return Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
}

/** Runs what a form is for, once at a time, and says in the form what went wrong. */
export function onSubmit(form, problem, run) {
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (form.ariaBusy === 'true') {
			return;
		}
		form.ariaBusy = 'true';
		problem.textContent = '';
		try {
			await run(filled(form));
		}
		catch (error) {
			problem.textContent = error.message;
		}
		finally {
			form.ariaBusy = 'false';
		}
	});
}

/** Asks for what an action needs, does it and closes, or stays and says what went wrong. */
export function ask({ title, intro, list = [], verb, danger, run, extra }) {
	const problem = h('p', { class: 'problem', role: 'alert' });
	const heading = `dialog-${serial += 1}`;
	const form = h('form', { class: 'form' }, h('h2', { id: heading }, title), intro ? h('p', { class: 'intro' }, intro) : null,
		...fields(list), problem, h('div', { class: 'buttons' }, extra ? h('button', { type: 'button', class: 'extra', on: { click: () => attempt(extra.run) } }, extra.title) : null,
			h('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
			h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, verb)));
	const dialog = h('dialog', { 'aria-labelledby': heading }, form);
	const opener = document.activeElement;
	dialog.addEventListener('close', () => {
		dialog.remove();
		opener?.focus();
	});
	onSubmit(form, problem, async (values) => {
		await run(values);
		dialog.close();
	});
	const attempt = (other) => other().then(() => dialog.close(), (error) => (problem.textContent = error.message));
	document.body.append(dialog);
	dialog.showModal();
	form.querySelector('input, textarea, select, button.danger')?.focus();
}
