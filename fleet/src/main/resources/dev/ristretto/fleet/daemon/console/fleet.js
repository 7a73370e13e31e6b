// The whole fleet: how many are how, a map of their health, a table. Fast with a thousand instances: what has not changed is not touched.

import { all, follow, get, instancePath } from '/assets/api.js';
import { chart } from '/assets/chart.js';
import { h, limited, notify } from '/assets/dom.js';
import { HEALTHS, ago, bytes, health, number, percent, processors, since } from '/assets/format.js';

const FEW = 48;
const ROWS = 100;
const SAMPLES_MILLIS = 5000;
const WHOLE_MILLIS = 60000;
const ORDER = new Intl.Collator(undefined, { numeric: true });

/** Groups that the map can be divided into. */
const GROUPS = {
  none: { title: 'Not grouped', of: () => [''] },
  image: { title: 'By image', of: instance => [instance.specification.image] },
  state: { title: 'By state', of: instance => [HEALTHS[health(instance)]] },
  label: {
    title: 'By label',
    of: instance => {
      const labels = Object.entries(instance.specification.labels ?? {}).map(([key, value]) => `${key}=${value}`);
      return labels.length ? labels : ['no label'];
    },
  },
};

export function fleetPage(place, context) {
  document.title = 'Fleet · Ristretto';
  const instances = new Map();
  const usage = new Map();
  const wanted = { search: '', healths: new Set(), group: 'none', rows: ROWS };
  const ending = new AbortController();
  const cells = new Map();
  let drawn = '';
  let stop = () => {};

  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Show only these' });
  const search = h('input', {
    type: 'search', placeholder: 'Search', 'aria-label': 'Search by name or image', class: 'search',
    oninput: () => { wanted.search = search.value.toLowerCase(); wanted.rows = ROWS; draw(); },
  });
  const group = h('select', { 'aria-label': 'Group', onchange: () => { wanted.group = group.value; draw(); } },
    Object.entries(GROUPS).map(([key, { title }]) => h('option', { value: key }, title)));
  const cpu = chart('Processor, all instances', processors, 10);
  const memory = chart('Memory, all instances', bytes, 64 * 1024 * 1024, 2);
  const map = h('div', { class: 'map', onkeydown: walk });
  const rows = h('tbody', {});
  const more = h('button', { type: 'button', hidden: true, onclick: () => { wanted.rows = Infinity; draw(); } });
  const count = h('p', { class: 'count', role: 'status' });
  const tip = h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  const content = h('div', {},
    h('div', { class: 'charts' }, cpu.element, memory.element),
    h('section', { class: 'card', 'aria-label': 'Health map' },
      h('div', { class: 'tools' }, chips, h('div', { class: 'tools-end' }, search, group)),
      count, map),
    h('section', { class: 'card table-card', 'aria-label': 'Instances' },
      h('table', {},
        h('thead', {}, h('tr', {}, ['Name', 'Image', 'State', 'Since', 'CPU', 'Memory', 'Restarts', 'Ports'].map(title =>
          h('th', { scope: 'col', class: ['CPU', 'Memory', 'Restarts'].includes(title) ? 'figure' : null }, title)))),
        rows),
      more));
  place.append(h('h1', { class: 'hidden' }, 'Fleet'), content, tip);

  map.addEventListener('pointerover', event => {
    const cell = event.target.closest('.cell.small');
    tip.hidden = !cell;
    if (cell) {
      const instance = instances.get(cell.dataset.name);
      tip.textContent = instance ? describe(instance) : '';
      const box = cell.getBoundingClientRect();
      tip.style.left = `${Math.min(box.left, innerWidth - 260)}px`;
      tip.style.top = `${box.bottom + 6}px`;
    }
  });
  map.addEventListener('pointerleave', () => { tip.hidden = true; });

  function describe(instance) {
    return `${instance.name} · ${HEALTHS[health(instance)].toLowerCase()} for ${ago(since(instance))} · ${instance.specification.image}`;
  }

  /** By name as people count: shop-2 comes before shop-10. */
  function shown() {
    return [...instances.values()].sort((a, b) => ORDER.compare(a.name, b.name)).filter(instance =>
      (!wanted.healths.size || wanted.healths.has(health(instance)))
      && (!wanted.search || instance.name.toLowerCase().includes(wanted.search)
        || instance.specification.image.toLowerCase().includes(wanted.search)));
  }

  function drawChips() {
    const counts = {};
    for (const instance of instances.values()) counts[health(instance)] = (counts[health(instance)] ?? 0) + 1;
    const focused = document.activeElement?.dataset?.health;
    chips.replaceChildren(...Object.keys(HEALTHS)
      .filter(key => counts[key] || key === 'running' || wanted.healths.has(key))
      .map(key => h('button', {
        type: 'button', class: 'chip', 'data-health': key, 'aria-pressed': String(wanted.healths.has(key)),
        onclick: () => {
          if (!wanted.healths.delete(key)) wanted.healths.add(key);
          draw();
        },
      }, h('span', { class: `dot ${key}` }), h('b', {}, number(counts[key] ?? 0)), HEALTHS[key])));
    if (focused) chips.querySelector(`[data-health="${focused}"]`)?.focus();
  }

  function cell(instance, small) {
    const key = instance.name;
    const state = health(instance);
    let element = cells.get(key);
    if (!element || element.classList.contains('small') !== small) {
      element = h('a', { href: `#/instances/${encodeURIComponent(key)}`, 'data-name': key, tabindex: -1 });
      cells.set(key, element);
      element.append(...(small ? [] : [h('span', { class: 'cell-name' }, key), h('span', { class: 'cell-detail' })]));
    }
    const look = `cell ${small ? 'small ' : ''}${state}`;
    if (element.className !== look) element.className = look;
    const label = `${key}, ${HEALTHS[state]}`;
    if (element.getAttribute('aria-label') !== label) element.setAttribute('aria-label', label);
    if (!small) {
      const used = usage.get(key);
      const detail = state === 'running' && used ? `${percent(used.cpuPercent)} · ${bytes(used.memoryBytes)}`
        : `${HEALTHS[state].toLowerCase()} ${ago(since(instance))}`;
      if (element.lastChild.textContent !== detail) element.lastChild.textContent = detail;
    }
    return element;
  }

  function drawMap(list) {
    const small = list.length > FEW;
    const groups = new Map();
    for (const instance of list) {
      for (const key of GROUPS[wanted.group].of(instance)) {
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(instance);
      }
    }
    const sorted = [...groups].sort(([a], [b]) => ORDER.compare(a, b));
    const shape = `${small} ${sorted.map(([key, members]) => `${key}: ${members.map(one => one.name).join(' ')}`).join('; ')}`;
    // An instance has one cell, unless it is in several groups.
    const single = wanted.group !== 'label';
    if (single && shape === drawn) {
      list.forEach(instance => cell(instance, small));
      return;
    }
    drawn = shape;
    const focused = document.activeElement?.classList?.contains('cell') ? document.activeElement.dataset.name : null;
    map.replaceChildren(...sorted.map(([key, members]) => {
      const grid = h('div', { class: `cells ${small ? 'many' : 'few'}`, role: 'group', 'aria-label': key || 'All instances' });
      grid.append(...members.map(instance => (single ? cell(instance, small) : cell(instance, small).cloneNode(true))));
      return key ? h('section', { class: 'map-group' }, h('h2', {}, key, h('small', {}, number(members.length))), grid) : grid;
    }));
    map.querySelectorAll('[tabindex="0"]').forEach(one => one.setAttribute('tabindex', '-1'));
    const first = focused ? map.querySelector(`[data-name="${CSS.escape(focused)}"]`) : null;
    (first ?? map.querySelector('.cell'))?.setAttribute('tabindex', '0');
    first?.focus();
  }

  function drawRows(list) {
    const visible = list.slice(0, wanted.rows);
    rows.replaceChildren(...visible.map(instance => {
      const used = instance.state === 'running' ? usage.get(instance.name) : null;
      const state = health(instance);
      return h('tr', {},
        h('th', { scope: 'row' }, h('a', { href: `#/instances/${encodeURIComponent(instance.name)}` }, instance.name)),
        h('td', {}, instance.specification.image),
        h('td', {}, h('span', { class: `dot ${state}` }), HEALTHS[state],
          state === 'failed' || state === 'failing' ? ` (${instance.exitStatus})` : ''),
        h('td', { title: since(instance) }, ago(since(instance))),
        h('td', { class: 'figure' }, used ? percent(used.cpuPercent) : ''),
        h('td', { class: 'figure' }, used ? bytes(used.memoryBytes) : ''),
        h('td', { class: 'figure' }, instance.restarts ? number(instance.restarts) : ''),
        h('td', {}, instance.specification.ports.join(', ')));
    }));
    more.hidden = list.length <= wanted.rows;
    more.textContent = `Show all ${number(list.length)}`;
  }

  function draw() {
    drawChips();
    const list = shown();
    const filtered = list.length !== instances.size;
    count.textContent = instances.size === 0 ? ''
      : filtered ? `${number(list.length)} of ${number(instances.size)} instances` : `${number(list.length)} instances`;
    if (!list.length) drawn = '';
    if (!instances.size) {
      map.replaceChildren(h('div', { class: 'empty' }, h('p', {}, 'No instances yet. Make one with:'),
        h('pre', {}, 'ristretto run -d --name web -p 8080:8080 hello-http')));
    } else if (!list.length) {
      map.replaceChildren(h('p', { class: 'empty' }, 'None is like this. Change the search or the filters.'));
    } else {
      drawMap(list);
    }
    drawRows(list);
  }

  const redraw = limited(250, draw);

  /** Arrow keys lead from cell to cell; Tab leaves the map. */
  function walk(event) {
    const keys = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 'down', ArrowUp: 'up', Home: 'first', End: 'last' };
    const step = keys[event.key];
    if (!step || !event.target.classList.contains('cell')) return;
    event.preventDefault();
    const everything = [...map.querySelectorAll('.cell')];
    const here = everything.indexOf(event.target);
    const columns = everything.findIndex((one, i) => i > 0 && one.offsetTop !== everything[0].offsetTop);
    const width = columns < 0 ? everything.length : columns;
    const target = { down: here + width, up: here - width, first: 0, last: everything.length - 1 }[step] ?? here + step;
    const next = everything[Math.max(0, Math.min(everything.length - 1, target))];
    event.target.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  }

  const dirty = new Set();
  const refresh = limited(500, async () => {
    const names = [...dirty];
    dirty.clear();
    try {
      if (names.length > 20) {
        await reload();
      } else {
        await Promise.all(names.map(async name => {
          try {
            instances.set(name, await get(instancePath(name), { signal: ending.signal }));
          } catch (e) {
            if (e.status !== 404) throw e;
            instances.delete(name);
            cells.delete(name);
          }
        }));
      }
      redraw();
    } catch (e) {
      if (e.name !== 'AbortError') context.connected(false);
    }
  });

  async function reload() {
    const list = await all('/v1/instances', { signal: ending.signal });
    instances.clear();
    list.forEach(instance => instances.set(instance.name, instance));
    for (const name of cells.keys()) if (!instances.has(name)) cells.delete(name);
  }

  async function sample() {
    try {
      const [series, latest] = await Promise.all([
        get('/v1/samples', { signal: ending.signal }), get('/v1/samples/latest', { signal: ending.signal })]);
      cpu.show(series.times, series.cpuPercent);
      memory.show(series.times, series.memoryBytes);
      usage.clear();
      latest.forEach(one => usage.set(one.name, one));
      redraw();
    } catch (e) {
      if (e.name !== 'AbortError') context.connected(false);
    }
  }

  async function begin() {
    try {
      // Events from before the list is read, so that nothing is missed between.
      const newest = await get('/v1/events?order=descending&limit=1', { signal: ending.signal });
      await reload();
      draw();
      const last = newest.items[0]?.sequence ?? 0;
      stop = follow(`/v1/events?follow=true&cursor=${last}`, {
        event: event => { dirty.add(event.name); refresh(); },
        open: () => context.connected(true),
        error: () => context.connected(false),
      });
      sample();
    } catch (e) {
      if (e.name !== 'AbortError') notify(e.message, 'error');
    }
  }

  begin();
  const sampling = setInterval(sample, SAMPLES_MILLIS);
  const reloading = setInterval(() => reload().then(redraw, () => {}), WHOLE_MILLIS);
  return () => {
    ending.abort();
    stop();
    clearInterval(sampling);
    clearInterval(reloading);
  };
}
