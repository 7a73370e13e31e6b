// Small helpers to build pages. Text always becomes text: nothing here parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: properties beginning with "on" are listeners, all others attributes. */
export function h(name, properties, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** The same for drawings. */
export function s(name, properties, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Replaces what is in an element; the link or button that had the focus has it again if there still is one like it. */
export function renew(element, ...children) {
  const key = one => one.getAttribute('href') ?? one.dataset.key ?? one.getAttribute('aria-label');
  const focused = element.contains(document.activeElement) ? key(document.activeElement) : null;
  element.replaceChildren(...children.flat(Infinity));
  if (focused) [...element.querySelectorAll('a, button')].find(one => key(one) === focused)?.focus({ preventScroll: true });
}

/** Tells something that passes, to eyes and to screen readers. */
export function notify(text, kind = 'info') {
  const notice = h('div', { class: `notice ${kind}` }, text);
  document.getElementById('notices').append(notice);
  setTimeout(() => notice.remove(), kind === 'error' ? 9000 : 4000);
}

/**
 * Asks before something is done that cannot be undone at once.
 *
 * @param question what is asked
 * @param details what is said about it
 * @param answers what the two buttons say: to leave it, and to do it
 * @returns whether it is to be done
 */
export function ask(question, details, [leave, go], danger = false) {
  return new Promise(answer => {
    const dialog = h('dialog', {
      'aria-labelledby': 'question', onclose: () => {
        dialog.remove();
        answer(dialog.returnValue === 'yes');
      },
    },
    h('h2', { id: 'question' }, question), details,
    h('div', { class: 'actions' },
      h('button', { type: 'button', onclick: () => dialog.close('no') }, leave),
      h('button', { type: 'button', class: danger ? 'danger' : 'primary', onclick: () => dialog.close('yes') }, go)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** What takes long is done less often: it may take one part in so many of the time. */
const COST = 5;

/** Calls a function, which may be asynchronous, at most once in so many milliseconds, never twice at once, and the last time too. */
export function limited(millis, action) {
  let timer = null;
  let running = false;
  let again = false;
  let free = 0;

  function call() {
    if (running) again = true;
    else timer ??= setTimeout(run, Math.max(0, free - performance.now()));
  }

  async function run() {
    timer = null;
    running = true;
    const began = performance.now();
    try {
      await action();
    } finally {
      running = false;
      free = began + Math.max(millis, COST * (performance.now() - began));
      if (again) {
        again = false;
        call();
      }
    }
  }

  return call;
}
