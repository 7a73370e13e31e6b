// One instance: what it is, what it uses, what it writes, what has happened to it.

import { follow, get, instancePath, post, remove } from '/assets/api.js';
import { chart } from '/assets/chart.js';
import { ask, h, limited, notify } from '/assets/dom.js';
import { eventList } from '/assets/events.js';
import { HEALTHS, ago, bytes, duration, health, moment, percent, processorCount, sign, since } from '/assets/format.js';
import { logView } from '/assets/logs.js';

const SAMPLES_MILLIS = 5000;

export function instancePage(place, context, name) {
  document.title = `${name} · Ristretto`;
  const ending = new AbortController();
  const path = instancePath(name);
  const head = h('div', { class: 'instance-head' });
  const facts = h('dl', { class: 'facts' });
  const cpu = chart('Processor', percent, 10);
  const memory = chart('Memory', bytes, 64 * 1024 * 1024, 2);
  const logs = logView(`${path}/logs?follow=true`);
  const history = eventList(context, { name });
  let stop = () => {};
  let busy = false;
  let instance = null;
  let figures = {};

  place.append(
    h('p', { class: 'crumbs' }, h('a', { href: '#/' }, 'Fleet'), ' / ', name),
    head,
    h('div', { class: 'charts' }, cpu.element, memory.element),
    h('div', { class: 'columns' },
      h('section', { class: 'card', 'aria-label': 'Facts' }, h('h2', {}, 'Facts'), facts),
      h('section', { class: 'card', 'aria-label': 'Events' }, h('h2', {}, 'Events'), history.element)),
    logs.element);

  function button(label, action, properties = {}) {
    return h('button', { type: 'button', disabled: busy, onclick: action, ...properties }, label);
  }

  async function act(what, work) {
    busy = true;
    drawHead();
    try {
      instance = (await work()) ?? instance;
      notify(what);
    } catch (e) {
      notify(e.message, 'error');
    }
    busy = false;
    if (instance) draw();
  }

  function drawHead() {
    const state = health(instance);
    const runs = instance.state === 'running' || instance.state === 'starting';
    head.replaceChildren(
      h('div', {},
        h('h1', {}, name),
        h('p', { class: 'state' }, sign(state), `${HEALTHS[state]} for ${ago(since(instance))}`,
          instance.state !== 'running' && instance.reason ? `: ${instance.reason}` : '')),
      context.may('operator') ? h('div', { class: 'actions' },
        runs
          ? [button('Stop', () => act(`${name} has stopped`, () => post(`${path}/stop`))),
            button('Restart', () => act(`${name} runs again`, () => post(`${path}/restart`)))]
          : [button('Start', () => act(`${name} runs`, () => post(`${path}/start`)), { class: 'primary' }),
            button('Remove…', askToRemove, { class: 'danger' })]) : null);
  }

  async function askToRemove() {
    if (!await ask(`Remove ${name}?`, h('p', {}, 'Its console is deleted. Its events stay.'), ['Keep it', 'Remove it'], true)) return;
    try {
      await remove(path);
      notify(`${name} is removed`);
      location.hash = '#/';
    } catch (e) {
      notify(e.message, 'error');
    }
  }

  function draw() {
    drawHead();
    drawFacts();
  }

  function drawFacts() {
    const what = instance.specification;
    const service = what.labels['ristretto.service'];
    const labels = Object.entries(what.labels).filter(([key]) => !key.startsWith('ristretto.'));
    const environment = Object.entries(what.environment).map(([key, value]) => `${key}=${value}`);
    const list = [
      ['Image', h('a', { href: `#/images/${what.digest.replace('sha256:', '')}` }, what.image)],
      ['Digest', h('code', {}, what.digest.slice(0, 19))],
      ['Service', service && h('a', { href: `#/services/${encodeURIComponent(service)}` }, service)],
      ['Ports', what.ports.join(', ')],
      ['Volumes', what.volumes.join(', ')],
      ['Memory', bytes(what.memoryBytes)],
      ['Processors', processorCount(what.cpus)],
      ['Machine', what.machine],
      ['Health check', what.health?.check],
      ['Booted', startTimes()],
      ['Network', figures.receivedBytes === undefined ? null : `${bytes(figures.receivedBytes)} received, ${bytes(figures.sentBytes)} sent`],
      ['Restart', what.restart],
      ['Restarts', String(instance.restarts)],
      ['Process', instance.pid],
      ['Arguments', what.arguments.join(' ')],
      ['Environment', environment.length ? environment.map(line => h('code', { class: 'line' }, line)) : null],
      ['Labels', labels.map(([key, value]) => (value ? `${key}=${value}` : key)).join(', ')],
      ['Created', moment(instance.created)],
      ['Started', instance.started && moment(instance.started)],
      ['Ended', instance.ended && `${moment(instance.ended)}, ${instance.reason}`],
      ['Last words', instance.state !== 'running' && instance.lastLines.length
        ? h('pre', {}, instance.lastLines.join('\n')) : null],
    ];
    facts.replaceChildren(...list.filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([key, value]) => h('div', {}, h('dt', {}, key), h('dd', {}, value))));
  }

  /** The kernel's own time until the application's main, and the daemon's until the first check that succeeded. */
  function startTimes() {
    const times = [
      figures.bootMillis === undefined ? null : `in ${duration(figures.bootMillis)}`,
      instance.readyMillis === undefined ? null : `ready after ${duration(instance.readyMillis)}`,
    ].filter(time => time);
    return times.length ? times.join(', ') : null;
  }

  async function load() {
    if (ending.signal.aborted) return;
    try {
      instance = await get(path, { signal: ending.signal });
      draw();
    } catch (e) {
      if (e.name === 'AbortError') return;
      if (e.status === 404) {
        stop();
        place.replaceChildren(h('div', { class: 'card empty' }, h('p', {}, `There is no instance ${name} any more.`),
          h('a', { href: '#/' }, 'To the fleet')));
      } else {
        notify(e.message, 'error');
      }
    }
  }

  async function sample() {
    try {
      const [series, counted] = await Promise.all([
        get(`${path}/samples`, { signal: ending.signal }), get(`${path}/figures`, { signal: ending.signal })]);
      cpu.show(series.times, series.cpuPercent);
      memory.show(series.times, series.memoryBytes);
      figures = counted;
      if (instance && !busy) drawFacts();
    } catch (e) {
      if (e.name !== 'AbortError' && e.status !== 404) context.connected(false);
    }
  }

  const reload = limited(300, load);
  (async () => {
    await load();
    if (!instance) return;
    logs.begin();
    const last = await history.load();
    stop = follow(`/v1/events?follow=true&name=${encodeURIComponent(name)}&cursor=${last}`, {
      event: event => {
        history.add(event);
        reload();
      },
      open: () => context.connected(true),
      error: () => context.connected(false),
    });
  })().catch(e => notify(e.message, 'error'));
  sample();
  const sampling = setInterval(sample, SAMPLES_MILLIS);
  return () => {
    ending.abort();
    stop();
    logs.end();
    clearInterval(sampling);
  };
}
