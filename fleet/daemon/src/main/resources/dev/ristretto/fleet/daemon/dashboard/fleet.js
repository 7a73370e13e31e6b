// The whole fleet: how many are how, a map of their health, a table. Fast with a thousand instances: what has not changed is not touched.

import { all, follow, get, instancePath } from '/assets/api.js';
import { bars, chart } from '/assets/chart.js';
import { h, limited, notify, renew } from '/assets/dom.js';
import { HEALTHS, ago, bytes, duration, health, number, percent, processors, sign, since } from '/assets/format.js';
import { choices, grouped } from '/assets/groups.js';
import { healthMap } from '/assets/map.js';

const ROWS = 100;
const STARTS = 120;
const MOST_SINGLY = 20;
const SAMPLES_MILLIS = 5000;
const WHOLE_MILLIS = 60000;

const ORDER = new Intl.Collator(undefined, { numeric: true });
const COLUMNS = ['Name', 'Image', 'State', 'Since', 'CPU', 'Memory', 'Restarts', 'Ports'];
const FIGURES = ['CPU', 'Memory', 'Restarts'];

/** What was looked for stays while other pages are shown. */
const wanted = { search: '', healths: new Set(), group: 'none', rows: ROWS };

export function fleetPage(place, context) {
  document.title = 'Fleet · Ristretto';
  const instances = new Map();
  const usage = new Map();
  const ending = new AbortController();
  let sorted = null;
  let offered = '';
  let stop = () => {};

  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Show only these' });
  const search = h('input', {
    type: 'search', placeholder: 'Search', 'aria-label': 'Search by name, image or label', class: 'search', value: wanted.search,
    oninput: () => { wanted.search = search.value.toLowerCase(); wanted.rows = ROWS; draw(); },
  });
  const group = h('select', { 'aria-label': 'Group', onchange: () => { wanted.group = group.value; draw(); } });
  const cpu = chart('Processor', processors, 10);
  const memory = chart('Memory', bytes, 64 * 1024 * 1024, 2);
  const starts = bars('Ready after start', duration);
  const charts = h('div', { class: 'charts' }, cpu.element, memory.element);
  const map = healthMap(usage);
  const rows = h('tbody', {});
  const more = h('button', { type: 'button', hidden: true, onclick: () => { wanted.rows = Infinity; draw(); } });
  const count = h('p', { class: 'count', role: 'status' });
  place.append(h('h1', { class: 'hidden' }, 'Fleet'), charts,
    h('section', { class: 'card', 'aria-label': 'Health map' },
      h('div', { class: 'tools' }, chips, h('div', { class: 'tools-end' }, search, group)),
      count, map.element),
    h('section', { class: 'card table-card', 'aria-label': 'Instances' },
      h('table', {},
        h('thead', {}, h('tr', {}, COLUMNS.map(title => h('th', { scope: 'col', class: FIGURES.includes(title) ? 'figure' : null }, title)))),
        rows),
      more), map.tip);

  /** By name as people count: shop-2 comes before shop-10. */
  function inOrder() {
    sorted ??= [...instances.values()].sort((a, b) => ORDER.compare(a.name, b.name));
    return sorted;
  }

  function put(instance) {
    // The order of names stays as it is while one is only replaced.
    const at = instances.has(instance.name) && sorted ? sorted.findIndex(one => one.name === instance.name) : -1;
    instances.set(instance.name, instance);
    if (at >= 0) sorted[at] = instance;
    else sorted = null;
  }

  function forget(name) {
    if (instances.delete(name)) sorted = null;
  }

  function matches(instance) {
    if (wanted.healths.size && !wanted.healths.has(health(instance))) return false;
    if (!wanted.search) return true;
    const { image, labels } = instance.specification;
    return instance.name.toLowerCase().includes(wanted.search) || image.toLowerCase().includes(wanted.search)
      || Object.entries(labels).some(([key, value]) => `${key}=${value}`.toLowerCase().includes(wanted.search));
  }

  function drawChips() {
    const counts = {};
    for (const instance of instances.values()) counts[health(instance)] = (counts[health(instance)] ?? 0) + 1;
    renew(chips, Object.keys(HEALTHS).filter(key => counts[key] || wanted.healths.has(key)).map(key => h('button', {
      type: 'button', class: 'chip', 'data-key': key, 'aria-pressed': String(wanted.healths.has(key)),
      onclick: () => {
        if (!wanted.healths.delete(key)) wanted.healths.add(key);
        draw();
      },
    }, sign(key), h('b', {}, number(counts[key] ?? 0)), HEALTHS[key])));
  }

  function drawChoices() {
    const offer = choices(instances.values());
    if (!offer.some(([key]) => key === wanted.group)) wanted.group = 'none';
    if (JSON.stringify(offer) !== offered) {
      offered = JSON.stringify(offer);
      group.replaceChildren(...offer.map(([key, title]) => h('option', { value: key }, title)));
    }
    group.value = wanted.group;
  }

  function drawRows(list) {
    renew(rows, list.slice(0, wanted.rows).map(instance => {
      const used = instance.state === 'running' ? usage.get(instance.name) : null;
      const state = health(instance);
      return h('tr', {},
        h('th', { scope: 'row' }, h('a', { href: `#/instances/${encodeURIComponent(instance.name)}` }, instance.name)),
        h('td', {}, instance.specification.image),
        h('td', {}, sign(state), HEALTHS[state], state === 'failed' || state === 'failing' ? ` (${instance.exitStatus})` : ''),
        h('td', { title: since(instance) }, ago(since(instance))),
        h('td', { class: 'figure' }, used ? percent(used.cpuPercent) : ''),
        h('td', { class: 'figure' }, used ? bytes(used.memoryBytes) : ''),
        h('td', { class: 'figure' }, instance.restarts ? number(instance.restarts) : ''),
        h('td', {}, instance.specification.ports.join(', ')));
    }));
    more.hidden = list.length <= wanted.rows;
    more.textContent = `Show all ${number(list.length)}`;
  }

  /** How long the latest starts took; only where there are checks that tell. */
  function drawStarts() {
    const known = inOrder().filter(instance => instance.readyMillis !== undefined && instance.started)
      .sort((a, b) => (a.started < b.started ? -1 : 1)).slice(-STARTS);
    starts.show(known.map(instance => ({ name: instance.name, value: instance.readyMillis })));
    charts.classList.toggle('three', known.length > 0);
    if (known.length && !starts.element.isConnected) charts.append(starts.element);
    else if (!known.length) starts.element.remove();
  }

  function draw() {
    drawChips();
    drawChoices();
    const list = inOrder().filter(matches);
    const total = number(instances.size);
    count.textContent = instances.size === 0 ? ''
      : list.length !== instances.size ? `${number(list.length)} of ${total} instances` : `${total} ${instances.size === 1 ? 'instance' : 'instances'}`;
    if (!instances.size) {
      map.drawNone(h('div', { class: 'empty' }, h('p', {}, 'No instances yet. Make one with:'),
        h('pre', {}, 'ristretto run -d --name web -p 8080:8080 hello-http')));
    } else if (!list.length) {
      map.drawNone(h('p', { class: 'empty' }, 'None is like this. Change the search or the filters.'));
    } else {
      map.draw(grouped(list, wanted.group));
    }
    drawRows(list);
    drawStarts();
  }

  const redraw = limited(100, draw);
  const dirty = new Set();
  const refresh = limited(200, async () => {
    const names = [...dirty];
    dirty.clear();
    try {
      if (names.length > MOST_SINGLY) await reload();
      else await Promise.all(names.map(reloadOne));
      redraw();
    } catch (e) {
      if (e.name !== 'AbortError') context.connected(false);
    }
  });

  function look(name) {
    if (ending.signal.aborted) return;
    dirty.add(name);
    refresh();
  }

  async function reloadOne(name) {
    try {
      put(await get(instancePath(name), { signal: ending.signal }));
    } catch (e) {
      if (e.status !== 404) throw e;
      forget(name);
    }
  }

  async function reload() {
    const list = await all('/v1/instances', { signal: ending.signal });
    instances.clear();
    list.forEach(instance => instances.set(instance.name, instance));
    sorted = null;
  }

  async function sample() {
    try {
      const [series, latest] = await Promise.all([
        get('/v1/samples', { signal: ending.signal }), all('/v1/samples/latest', { signal: ending.signal })]);
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
        // Events of services are of no instance.
        event: event => {
          if (event.instance) look(event.name);
        },
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
