// One service: how its rollout goes, what it has to do, its replicas; and what can be done with it.

import { all, follow, get, post, remove, servicePath } from '/assets/api.js';
import { chart } from '/assets/chart.js';
import { ask, h, notify, renew } from '/assets/dom.js';
import { eventList } from '/assets/events.js';
import { HEALTHS, bytes, duration, moment, number, percent, processorCount, processors, rate, sign } from '/assets/format.js';
import { condition, stateOf } from '/assets/replicas.js';
import { differences, revisionName, rolloutView, wayBack } from '/assets/rollout.js';

const SAMPLES_MILLIS = 5000;
const PAUSE_MILLIS = 300;
const AFTER_A_FAILURE_MILLIS = 2000;
const SCALE_MILLIS = 600;
const ORDER = new Intl.Collator(undefined, { numeric: true });

const seconds = millis => duration(millis).replace(/\.0+ /, ' ');

export function servicePage(place, context, name) {
  document.title = `${name} · Ristretto`;
  const ending = new AbortController();
  const path = servicePath(name);
  const state = h('p', { class: 'state' });
  const actions = h('div', { class: 'actions' });
  const rollout = rolloutView();
  const requests = chart('Requests', rate, 1, 10, 'failed');
  const inFlight = chart('In flight', number, 4);
  const latency = chart('Time to answer', duration, 1);
  const cpu = chart('Processor', processors, 10);
  const memory = chart('Memory', bytes, 64 * 1024 * 1024, 2);
  const ready = chart('Replicas ready', number, 2);
  const charts = h('div', { class: 'charts three' });
  const rows = h('tbody', {});
  const facts = h('dl', { class: 'facts' });
  const history = eventList(context, { name });
  const usage = new Map();
  let service = null;
  let stop = () => {};
  let wanted = null;
  let scaling = null;

  const scaleField = h('input', {
    type: 'number', min: 0, max: 1000, step: 1, id: 'replicas', onchange: () => scaleTo(scaleField.valueAsNumber, 0),
  });
  const scale = h('div', { class: 'scale', role: 'group', 'aria-label': 'Scale' },
    h('label', { for: 'replicas' }, 'Replicas'),
    h('button', { type: 'button', 'aria-label': 'One replica less', onclick: () => scaleBy(-1) }, '−'), scaleField,
    h('button', { type: 'button', 'aria-label': 'One replica more', onclick: () => scaleBy(1) }, '+'));
  const back = h('button', { type: 'button', onclick: askToRollBack }, 'Roll back…');
  const leave = h('button', { type: 'button', class: 'danger', onclick: askToRemove }, 'Remove…');

  place.append(
    h('p', { class: 'crumbs' }, h('a', { href: '#/services' }, 'Services'), ' / ', name),
    h('div', { class: 'instance-head' }, h('div', {}, h('h1', {}, name), state), actions),
    rollout.element, charts,
    h('section', { class: 'card table-card', 'aria-label': 'Replicas' }, h('h2', {}, 'Replicas'),
      h('table', { class: 'stack' },
        h('thead', {}, h('tr', {}, ['Name', 'State', 'Revision', 'In flight', 'CPU', 'Memory', 'Port'].map(title =>
          h('th', { scope: 'col', class: ['In flight', 'CPU', 'Memory'].includes(title) ? 'figure' : null }, title)))),
        rows)),
    h('div', { class: 'columns' },
      h('section', { class: 'card', 'aria-label': 'Facts' }, h('h2', {}, 'Facts'), facts),
      h('section', { class: 'card', 'aria-label': 'Events' }, h('h2', {}, 'Events'), history.element)));

  async function act(what, work) {
    try {
      service = await work();
      notify(what(service));
      draw();
    } catch (e) {
      notify(e.message, 'error');
    }
  }

  async function askToRollBack() {
    const [from, to] = [service.target, wayBack(service)];
    const changes = differences(service, from, to);
    const text = [
      h('p', {}, `From ${revisionName(service, from)} back to ${revisionName(service, to)}.`),
      changes.length ? h('ul', {}, changes.map(change => h('li', {}, change))) : '',
      h('p', { class: 'soft' }, 'Replicas are replaced one after the other; as many as are wanted answer at any time.'),
    ];
    if (await ask(`Roll back ${name}?`, text, [`Stay at revision ${from}`, `Roll back to revision ${to}`])) {
      await act(() => `${name} goes back to revision ${to}`, () => post(`${path}/rollback`));
    }
  }

  async function askToRemove() {
    const text = h('p', {}, `Its port is closed and its ${number(service.members.length)} instances are stopped and removed. Its events stay.`);
    if (await ask(`Remove ${name}?`, text, ['Keep it', 'Remove it'], true)) {
      await act(() => `${name} is being removed`, () => remove(path));
    }
  }

  const scaleBy = step => scaleTo((wanted ?? service.settings.replicas) + step, SCALE_MILLIS);

  /** Several steps in a row are one change. */
  function scaleTo(replicas, millis) {
    if (!Number.isInteger(replicas) || replicas < 0 || replicas > 1000) {
      notify('A service has from 0 to 1,000 replicas.', 'error');
      scaleField.value = service.settings.replicas;
      return;
    }
    wanted = replicas;
    scaleField.value = replicas;
    clearTimeout(scaling);
    scaling = setTimeout(async () => {
      await act(() => `${name} gets ${replicas === 1 ? '1 replica' : `${number(replicas)} replicas`}`, () => post(`${path}/scale?replicas=${replicas}`));
      if (wanted === replicas) wanted = null;
      drawActions();
    }, millis);
  }

  /** Nothing is offered before it is known what there is. */
  function drawActions() {
    if (!context.may('operator')) return;
    if (!actions.hasChildNodes()) actions.append(scale, back, leave);
    const to = wayBack(service);
    back.disabled = to === 0;
    back.title = to ? `To ${revisionName(service, to)}` : 'There is no revision to go back to';
    leave.disabled = service.state === 'removing';
    scaleField.disabled = service.state === 'removing';
    if (wanted === null && document.activeElement !== scaleField) scaleField.value = service.settings.replicas;
  }

  function draw() {
    const [words, key] = stateOf(service);
    const waiting = service.waiting ? `, ${number(service.waiting)} wait` : '';
    state.replaceChildren(sign(key), `${words}, ${number(service.ready)} of ${number(service.replicas)} ready`
      + `${service.inFlight === undefined ? '' : `, ${number(service.inFlight)} in flight${waiting}`}`);
    rollout.show(service);
    drawActions();
    const reached = Boolean(service.settings.publish);
    const shown = [...(reached ? [requests, inFlight, latency] : []), cpu, memory, ready].map(one => one.element);
    if (charts.children.length !== shown.length) charts.replaceChildren(...shown);
    drawRows();
    drawFacts();
  }

  function drawRows() {
    const members = [...service.members].sort((a, b) => b.revision - a.revision || ORDER.compare(a.name, b.name));
    renew(rows, members.map(member => {
      const how = condition(member);
      const used = usage.get(member.name);
      return h('tr', {},
        h('th', { scope: 'row' }, h('a', { href: `#/instances/${encodeURIComponent(member.name)}` }, member.name)),
        h('td', { 'data-title': 'State' }, sign(how), HEALTHS[how]),
        h('td', { 'data-title': 'Revision' }, String(member.revision)),
        h('td', { 'data-title': 'In flight', class: 'figure' }, member.inFlight === undefined ? '–' : number(member.inFlight)),
        h('td', { 'data-title': 'CPU', class: 'figure' }, used ? percent(used.cpuPercent) : '–'),
        h('td', { 'data-title': 'Memory', class: 'figure' }, used ? bytes(used.memoryBytes) : '–'),
        h('td', { 'data-title': 'Port' }, member.port ? h('code', {}, member.port) : '–'));
    }));
    if (!members.length) rows.append(h('tr', {}, h('td', { colspan: 7, class: 'soft' }, 'None now.')));
  }

  function drawFacts() {
    const { settings, specification: what } = service;
    const { scaling: by } = settings;
    const environment = Object.entries(what.environment).map(([key, value]) => `${key}=${value}`);
    const list = [
      ['Image', h('a', { href: `#/images/${what.digest.replace('sha256:', '')}` }, what.image)],
      ['Published', settings.publish && `${settings.publish}, spread by ${settings.http ? 'request' : 'connection'}`],
      [settings.http ? 'Requests' : 'Connections', service.total === undefined ? null : `${number(service.total)}, ${number(service.failures ?? 0)} of them failed`],
      ['Health check', what.health?.check],
      ['Volumes', what.volumes.join(', ')],
      ['Memory', bytes(what.memoryBytes)],
      ['Processors', processorCount(what.cpus)],
      ['Scales', by && `${by.least} to ${by.most} replicas${by.target ? `, ${by.target} in flight for each` : ''}${by.least ? '' : `, asleep after ${seconds(by.idleMillis)}`}`],
      ['Rollout', `${settings.surge} more at once, ${seconds(settings.deadlineMillis)} for each, ${seconds(settings.drainMillis)} to drain`],
      ['Arguments', what.arguments.join(' ')],
      ['Environment', environment.length ? environment.map(line => h('code', { class: 'line' }, line)) : null],
      ['Created', moment(service.created)],
    ];
    facts.replaceChildren(...list.filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([key, value]) => h('div', {}, h('dt', {}, key), h('dd', {}, value))));
  }

  function gone() {
    place.replaceChildren(h('div', { class: 'card empty' }, h('p', {}, `There is no service ${name} any more.`), h('a', { href: '#/services' }, 'To the services')));
  }

  /** Whoever asks with the number of changes that it knows is answered when there is another. */
  async function watch() {
    while (!ending.signal.aborted) {
      try {
        service = await get(service ? `${path}/wait?changes=${service.changes}` : path, { signal: ending.signal });
        draw();
        context.connected(true);
        await new Promise(done => { setTimeout(done, PAUSE_MILLIS); });
      } catch (e) {
        if (e.name === 'AbortError') return;
        if (e.status === 404 || e.status === 401) {
          if (e.status === 404) gone();
          return;
        }
        context.connected(false);
        await new Promise(done => { setTimeout(done, AFTER_A_FAILURE_MILLIS); });
      }
    }
  }

  async function sample() {
    try {
      const [series, latest] = await Promise.all([
        get(`${path}/samples`, { signal: ending.signal }), all('/v1/samples/latest', { signal: ending.signal })]);
      requests.show(series.times, series.requestsPerSecond, series.failuresPerSecond);
      inFlight.show(series.times, series.inFlight);
      latency.show(series.times, series.latencyMillis);
      cpu.show(series.times, series.cpuPercent);
      memory.show(series.times, series.memoryBytes);
      ready.show(series.times, series.ready);
      usage.clear();
      latest.forEach(one => usage.set(one.name, one));
      if (service) drawRows();
    } catch (e) {
      if (e.name !== 'AbortError' && e.status !== 404) context.connected(false);
    }
  }

  watch();
  sample();
  history.load().then(last => {
    if (ending.signal.aborted) return;
    stop = follow(`/v1/events?follow=true&name=${encodeURIComponent(name)}&cursor=${last}`, { event: history.add });
  }, e => notify(e.message, 'error'));
  const sampling = setInterval(sample, SAMPLES_MILLIS);
  return () => {
    ending.abort();
    stop();
    rollout.end();
    clearInterval(sampling);
  };
}
