// What has happened, newest first.

import { follow, get } from '/assets/api.js';
import { h, notify } from '/assets/dom.js';
import { moment } from '/assets/format.js';

const PAGE = 100;
const KINDS = ['created', 'started', 'found', 'stopping', 'killed', 'stopped', 'ended', 'not started', 'wanted', 'removed',
  'healthy', 'unhealthy', 'service-created', 'service-update', 'service-progress', 'service-steady', 'service-rollback', 'service-failed',
  'service-scale', 'service-drain', 'service-leaving', 'service-removed'];
const BAD = ['killed', 'not started', 'unhealthy', 'service-failed'];
const GOOD = ['started', 'healthy', 'service-steady'];

/** A list that can be added to. */
export function eventList(context, filter) {
  const list = h('ol', { class: 'events', reversed: true });
  const none = h('p', { class: 'empty' }, 'Nothing has happened.');
  const older = h('button', { type: 'button', hidden: true, onclick: () => load(next).catch(e => notify(e.message, 'error')) }, 'Older events');
  let next = null;

  function row(event) {
    const bad = BAD.includes(event.kind) || (event.kind === 'service-rollback' && event.detail.includes('failed'))
      || (event.kind === 'ended' && !/exited with status 0\b/.test(event.detail));
    return h('li', { class: bad ? 'bad' : GOOD.includes(event.kind) ? 'good' : null },
      h('time', { datetime: event.time, title: event.time }, moment(event.time)),
      filter.name ? null : h('a', { href: `#/${event.instance ? 'instances' : 'services'}/${encodeURIComponent(event.name)}` }, event.name),
      h('b', {}, event.kind),
      h('span', { class: 'detail' }, event.detail));
  }

  /** Reads a page; returns the number of the newest event. */
  async function load(path) {
    const query = new URLSearchParams({ order: 'descending', limit: PAGE });
    if (filter.name) query.set('name', filter.name);
    if (filter.kind) query.set('kind', filter.kind);
    const page = await get(path ?? `/v1/events?${query}`);
    if (!path) list.replaceChildren();
    list.append(...page.items.map(row));
    next = page.next;
    older.hidden = !next;
    none.hidden = list.children.length > 0;
    return page.items[0]?.sequence ?? 0;
  }

  function add(event) {
    list.prepend(row(event));
    none.hidden = true;
  }

  return { element: h('div', {}, list, none, older), load: () => load(null), add };
}

export function eventsPage(place, context) {
  document.title = 'Events · Ristretto';
  const filter = { name: '', kind: '' };
  const events = eventList(context, filter);
  let stop = () => {};
  const name = h('input', {
    type: 'search', class: 'search', placeholder: 'Exact name', 'aria-label': 'Exact name of an instance or a service',
    onchange: () => { filter.name = name.value.trim(); begin(); },
  });
  const kind = h('select', { 'aria-label': 'Kind of event', onchange: () => { filter.kind = kind.value; begin(); } },
    h('option', { value: '' }, 'All kinds'), KINDS.map(one => h('option', {}, one)));
  place.append(h('section', { class: 'card' },
    h('div', { class: 'tools' }, h('h1', {}, 'Events'), h('div', { class: 'tools-end' }, name, kind)), events.element));

  async function begin() {
    stop();
    try {
      const last = await events.load();
      const query = new URLSearchParams({ follow: 'true', cursor: last });
      if (filter.name) query.set('name', filter.name);
      if (filter.kind) query.set('kind', filter.kind);
      stop = follow(`/v1/events?${query}`, {
        event: events.add,
        open: () => context.connected(true),
        error: () => context.connected(false),
      });
    } catch (e) {
      notify(e.message, 'error');
    }
  }

  begin();
  return () => stop();
}
