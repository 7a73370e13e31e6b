// All services: what they are, how their replicas are, what they have to do.

import { all, follow } from '/assets/api.js';
import { h, limited, notify, renew } from '/assets/dom.js';
import { number, sign } from '/assets/format.js';
import { marks, revisions, stateOf } from '/assets/replicas.js';

const PAUSE_MILLIS = 2000;
const COLUMNS = ['Name', 'State', 'Image', 'Revision', 'Ready', 'In flight', 'Replicas', 'Port'];
const FIGURES = ['Ready', 'In flight'];

/** These get a line of their own on a phone. */
const WHOLE = ['State', 'Image', 'Replicas', 'Port'];

export function servicesPage(place, context) {
  document.title = 'Services · Ristretto';
  const ending = new AbortController();
  const count = h('p', { class: 'count', role: 'status' });
  const content = h('div', {});
  let drawn = '';
  place.append(h('section', { class: 'card table-card' }, h('div', { class: 'tools' }, h('h1', {}, 'Services'), count), content));

  function row(service) {
    const [words, key] = stateOf(service);
    const cells = [
      h('a', { href: `#/services/${encodeURIComponent(service.name)}` }, service.name),
      [sign(key), words],
      service.image,
      revisions(service),
      `${number(service.ready)} of ${number(service.replicas)}`,
      service.inFlight === undefined ? '–' : number(service.inFlight + (service.waiting ?? 0)),
      service.members.length ? marks(service.members, service.name) : '–',
      service.settings.publish ? h('code', {}, service.settings.publish) : '–',
    ];
    return h('tr', {}, cells.map((cell, i) => h(i ? 'td' : 'th', {
      scope: i ? null : 'row', class: FIGURES.includes(COLUMNS[i]) ? 'figure' : WHOLE.includes(COLUMNS[i]) ? 'whole' : null, 'data-title': COLUMNS[i],
    }, cell)));
  }

  function draw(services) {
    // What has not changed is not touched, so that the focus stays where it is.
    const look = JSON.stringify(services.map(({ changes, ...rest }) => rest));
    if (look === drawn) return;
    drawn = look;
    const moving = services.filter(service => service.state !== 'steady').length;
    count.textContent = services.length ? `${number(services.length)} in all${moving ? `, ${number(moving)} not steady` : ''}` : '';
    renew(content, services.length
      ? h('table', { class: 'stack' },
        h('thead', {}, h('tr', {}, COLUMNS.map(title => h('th', { scope: 'col', class: FIGURES.includes(title) ? 'figure' : null }, title)))),
        h('tbody', {}, services.map(row)))
      : h('div', { class: 'empty' }, h('p', {}, 'No services yet. Make one with:'),
        h('pre', {}, 'ristretto service create web --image hello-http --replicas 5 --publish 8080:8080 --health http:/')));
  }

  async function load() {
    try {
      draw(await all('/v1/services', { signal: ending.signal }));
      context.connected(true);
    } catch (e) {
      if (e.name === 'AbortError') return;
      if (e.status) notify(e.message, 'error');
      context.connected(false);
    }
  }

  const reload = limited(300, load);
  load();
  const stop = follow(`/v1/events?follow=true&since=${Date.now()}`, { event: reload });
  // What is in flight is no event.
  const loading = setInterval(() => { if (!document.hidden) reload(); }, PAUSE_MILLIS);
  return () => {
    ending.abort();
    stop();
    clearInterval(loading);
  };
}
