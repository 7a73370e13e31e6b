// A map of instances by their health: a tile with figures for each of a few, a square for each of many. Fast with a thousand: an instance has one cell
// for as long as it is shown, and what has not changed is not touched.

import { h } from '/assets/dom.js';
import { HEALTHS, ago, bytes, health, number, percent, sign, since } from '/assets/format.js';

const FEW = 48;

/** Healths that a group's heading counts, for they are what is looked for. */
const NOTABLE = ['unhealthy', 'failing', 'failed', 'starting', 'stopping', 'waiting', 'ended'];

/**
 * A map without instances.
 *
 * @param usage what instances use, by their names
 */
export function healthMap(usage) {
  const cells = new Map();
  const shown = new Map();
  const element = h('div', { class: 'map', onkeydown: walk });
  const tip = h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  let drawn = '';

  element.addEventListener('pointerover', event => tell(event.target.closest('.cell.small')));
  element.addEventListener('focusin', event => tell(event.target.closest('.cell.small')));
  element.addEventListener('pointerleave', () => { tip.hidden = true; });
  element.addEventListener('focusout', () => { tip.hidden = true; });

  function tell(cell) {
    const instance = cell && shown.get(cell.dataset.name);
    tip.hidden = !instance;
    if (!instance) return;
    tip.textContent = `${instance.name} · ${HEALTHS[health(instance)].toLowerCase()} for ${ago(since(instance))} · ${instance.specification.image}`;
    const box = cell.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 260))}px`;
    tip.style.top = `${box.bottom + 6}px`;
  }

  function cell(instance, small) {
    const { name } = instance;
    const state = health(instance);
    const shape = small ? 'small' : 'large';
    let known = cells.get(name);
    if (known?.shape !== shape) {
      const link = h('a', { href: `#/instances/${encodeURIComponent(name)}`, 'data-name': name, tabindex: -1 });
      const dot = small ? null : sign(state);
      const detail = small ? null : h('span', { class: 'cell-detail' });
      if (!small) link.append(h('span', { class: 'cell-name' }, dot, name), detail);
      known = { link, dot, detail, shape, state: null, text: null };
      cells.set(name, known);
    }
    if (known.state !== state) {
      known.state = state;
      known.link.className = small ? `mark cell small ${state}` : `cell ${state}`;
      known.link.setAttribute('aria-label', `${name}, ${HEALTHS[state]}`);
      if (known.dot) known.dot.className = `mark dot ${state}`;
    }
    if (!small) {
      const used = instance.state === 'running' ? usage.get(name) : null;
      const good = state === 'healthy' || state === 'running';
      const text = used && good ? `${percent(used.cpuPercent)} · ${bytes(used.memoryBytes)}` : `${HEALTHS[state].toLowerCase()} for ${ago(since(instance))}`;
      if (known.text !== text) known.detail.textContent = known.text = text;
    }
    return known.link;
  }

  function summary(members) {
    const counts = {};
    for (const instance of members) counts[health(instance)] = (counts[health(instance)] ?? 0) + 1;
    return h('small', {}, number(members.length), NOTABLE.filter(key => counts[key]).map(key => [' · ', sign(key), `${number(counts[key])} ${HEALTHS[key].toLowerCase()}`]));
  }

  /** Shows groups of instances as groups.js makes them. */
  function draw(groups) {
    const all = groups.flatMap(group => group.members);
    const small = all.length > FEW;
    shown.clear();
    all.forEach(instance => shown.set(instance.name, instance));
    for (const name of cells.keys()) if (!shown.has(name)) cells.delete(name);
    const shape = JSON.stringify([small, groups.map(group => [group.title, group.members.map(one => one.name)])]);
    if (shape === drawn) {
      all.forEach(instance => cell(instance, small));
      groups.forEach((group, i) => {
        if (group.title) element.children[i].querySelector('small').replaceWith(summary(group.members));
      });
      return;
    }
    drawn = shape;
    const focused = document.activeElement?.classList?.contains('cell') ? document.activeElement.dataset.name : null;
    element.replaceChildren(...groups.map(group => {
      const grid = h('div', { class: `cells ${small ? 'many' : 'few'}`, role: 'group', 'aria-label': group.title || 'All instances' });
      grid.append(...group.members.map(instance => cell(instance, small)));
      return group.title ? h('section', { class: 'map-group' },
        h('h2', {}, group.href ? h('a', { href: group.href }, group.title) : group.title, summary(group.members)), grid) : grid;
    }));
    element.querySelectorAll('.cell[tabindex="0"]').forEach(one => one.setAttribute('tabindex', '-1'));
    const first = focused ? cells.get(focused)?.link : null;
    (first ?? element.querySelector('.cell'))?.setAttribute('tabindex', '0');
    first?.focus();
  }

  /** Shows a word instead of instances. */
  function drawNone(...words) {
    drawn = '';
    cells.clear();
    element.replaceChildren(...words);
  }

  /** Arrow keys lead from cell to cell, up and down to the next one in the row above or below; Tab leaves the map. */
  function walk(event) {
    const here = event.target;
    if (!here.classList.contains('cell')) return;
    const everything = [...element.querySelectorAll('.cell')];
    const at = everything.indexOf(here);
    const target = {
      ArrowRight: () => at + 1, ArrowLeft: () => at - 1, Home: () => 0, End: () => everything.length - 1,
      ArrowDown: () => inNextRow(everything, at, 1), ArrowUp: () => inNextRow(everything, at, -1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    const next = everything[Math.max(0, Math.min(everything.length - 1, target()))];
    here.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  }

  function inNextRow(everything, at, step) {
    const here = everything[at];
    const row = one => Math.round(one.offsetTop);
    let i = at + step;
    while (everything[i] && row(everything[i]) === row(here)) i += step;
    if (!everything[i]) return at;
    const next = row(everything[i]);
    let best = i;
    for (; everything[i] && row(everything[i]) === next; i += step) {
      if (Math.abs(everything[i].offsetLeft - here.offsetLeft) < Math.abs(everything[best].offsetLeft - here.offsetLeft)) best = i;
    }
    return best;
  }

  return { element, tip, draw, drawNone };
}
