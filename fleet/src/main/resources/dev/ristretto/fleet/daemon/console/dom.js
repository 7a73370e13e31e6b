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

/** Tells something that passes, to eyes and to screen readers. */
export function notify(text, kind = 'info') {
  const notice = h('div', { class: `notice ${kind}` }, text);
  document.getElementById('notices').append(notice);
  setTimeout(() => notice.remove(), kind === 'error' ? 9000 : 4000);
}

/** Calls a function at most once in so many milliseconds, the last time included. */
export function limited(millis, action) {
  let timer = null;
  let last = 0;
  return () => {
    if (timer === null) {
      timer = setTimeout(() => {
        timer = null;
        last = Date.now();
        action();
      }, Math.max(0, millis - (Date.now() - last)));
    }
  };
}
