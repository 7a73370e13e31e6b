// A console, live, with search. A bounded number of lines is kept; the daemon has the rest.

import { follow } from '/assets/api.js';
import { h, limited } from '/assets/dom.js';

const MOST_LINES = 5000;
const MOST_SHOWN = 2000;

export function logView(path) {
  let lines = [];
  let begun = '';
  let stop = () => {};
  let pinned = true;
  let match = 0;
  const field = h('input', {
    type: 'search', placeholder: 'Search in the console', 'aria-label': 'Search in the console', class: 'search',
    oninput: () => { match = -1; draw(); },
    onkeydown: event => { if (event.key === 'Enter') { event.preventDefault(); step(event.shiftKey ? -1 : 1); } },
  });
  const only = h('input', { type: 'checkbox', id: 'only-matches', onchange: draw });
  const found = h('span', { class: 'found', role: 'status' });
  const state = h('span', { class: 'log-state' });
  const text = h('pre', { class: 'log', tabindex: 0, role: 'log', 'aria-live': 'off', 'aria-label': 'Console', onscroll: scrolled });
  const latest = h('button', { type: 'button', class: 'latest', hidden: true, onclick: () => { pinned = true; toEnd(); } }, 'Latest ↓');
  const element = h('section', { class: 'card console', 'aria-label': 'Console' },
    h('div', { class: 'tools' }, h('h2', {}, 'Console ', state),
      h('div', { class: 'tools-end' }, found,
        h('button', { type: 'button', class: 'quiet', 'aria-label': 'Match before', onclick: () => step(-1) }, '↑'),
        h('button', { type: 'button', class: 'quiet', 'aria-label': 'Next match', onclick: () => step(1) }, '↓'),
        field, h('label', { class: 'check', for: 'only-matches' }, only, 'only lines that match'))),
    h('div', { class: 'log-place' }, text, latest));

  function scrolled() {
    pinned = text.scrollHeight - text.scrollTop - text.clientHeight < 24;
    latest.hidden = pinned;
  }

  function toEnd() {
    text.scrollTop = text.scrollHeight;
    latest.hidden = true;
  }

  /** A line with its matches marked; text stays text. */
  function marked(line, needle) {
    const row = h('div', {});
    if (!needle) {
      row.textContent = line || ' ';
      return row;
    }
    const lower = line.toLowerCase();
    let from = 0;
    for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
      row.append(line.slice(from, at), h('mark', {}, line.slice(at, at + needle.length)));
      from = at + needle.length;
    }
    row.append(line.slice(from) || (from ? '' : ' '));
    return row;
  }

  function draw() {
    const needle = field.value.toLowerCase();
    const all = begun ? [...lines, begun] : lines;
    const chosen = needle && only.checked ? all.filter(line => line.toLowerCase().includes(needle)) : all;
    text.replaceChildren(...chosen.slice(-MOST_SHOWN).map(line => marked(line, needle)));
    if (!all.length) text.replaceChildren(h('div', { class: 'log-empty' }, 'Nothing has been written yet.'));
    const marks = text.querySelectorAll('mark').length;
    found.textContent = !needle ? '' : marks === 1 ? '1 match' : `${marks} matches`;
    if (needle && match < 0 && marks) step(0);
    else if (pinned) toEnd();
  }

  function step(direction) {
    const marks = [...text.querySelectorAll('mark')];
    if (!marks.length) return;
    match = match < 0 ? marks.length - 1 : (match + direction + marks.length) % marks.length;
    marks.forEach((mark, i) => mark.classList.toggle('current', i === match));
    const line = marks[match].parentElement;
    text.scrollTop = line.offsetTop - text.clientHeight / 2;
    found.textContent = `${match + 1} of ${marks.length}`;
  }

  const redraw = limited(200, draw);

  function append(piece) {
    const parts = (begun + piece).replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').split(/\r?\n/);
    begun = parts.pop();
    lines.push(...parts);
    if (lines.length > MOST_LINES) lines = lines.slice(-MOST_LINES);
    redraw();
  }

  /** Begins to read; a connection that is lost is taken up from the beginning, so that nothing is missing. */
  function begin() {
    stop();
    stop = follow(path, {
      open: () => {
        lines = [];
        begun = '';
        state.textContent = 'live';
        state.className = 'log-state live';
        redraw();
      },
      console: part => append(part.text),
      end: (_, source) => {
        source.close();
        state.textContent = 'ended';
        state.className = 'log-state';
        redraw();
      },
      error: source => {
        if (source.closed) state.textContent = 'not available';
      },
    });
  }

  return { element, begin, end: () => stop(), ended: () => state.textContent === 'ended' };
}
