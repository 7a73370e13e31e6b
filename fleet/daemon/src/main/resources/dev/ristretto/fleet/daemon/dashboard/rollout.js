// Where a service's rollout stands: from which revision to which, replicas of each by their health, how much time is left.

import { h, renew } from '/assets/dom.js';
import { ago, duration, processorCount, sign } from '/assets/format.js';
import { condition, marks, stateOf } from '/assets/replicas.js';

/** The revision that a rollback leads to now; 0 if there is none. */
export function wayBack(service) {
  if (service.state === 'removing' || service.state === 'rolling-back') return 0;
  return service.target === service.revision ? service.previous : service.revision;
}

/** What a revision is called: its number and its image. */
export function revisionName(service, revision) {
  const known = service.revisions.find(one => one.number === revision);
  return `revision ${revision}${known ? ` (${known.specification.image})` : ''}`;
}

/** What differs between two revisions, in words; of values that may be secrets, only the names. */
export function differences(service, from, to) {
  const [one, other] = [from, to].map(revision => service.revisions.find(known => known.number === revision)?.specification);
  if (!one || !other) return [];
  const list = [];
  if (one.image !== other.image) list.push(`image ${one.image} → ${other.image}`);
  else if (one.digest !== other.digest) list.push(`another build of ${one.image}`);
  if (one.memoryBytes !== other.memoryBytes) list.push(`memory ${one.memoryBytes >> 20} → ${other.memoryBytes >> 20} MiB`);
  if (one.cpus !== other.cpus) list.push(`processors ${processorCount(one.cpus)} → ${processorCount(other.cpus)}`);
  if (JSON.stringify(one.arguments) !== JSON.stringify(other.arguments)) list.push(`arguments ${one.arguments.join(' ')} → ${other.arguments.join(' ')}`);
  const names = new Set([...Object.keys(one.environment), ...Object.keys(other.environment)]);
  const changed = [...names].filter(key => one.environment[key] !== other.environment[key]);
  if (changed.length) list.push(`environment ${changed.join(', ')}`);
  if (JSON.stringify(one.volumes) !== JSON.stringify(other.volumes)) list.push(`volumes ${one.volumes.join(' ')} → ${other.volumes.join(' ')}`);
  if (JSON.stringify(one.health) !== JSON.stringify(other.health)) list.push('health check');
  return list;
}

/** A part of the page that is drawn anew whenever the service has changed. */
export function rolloutView() {
  const element = h('section', { class: 'card rollout', 'aria-label': 'Rollout' });
  const left = h('p', { class: 'deadline' });
  const said = h('p', { class: 'hidden', role: 'status' });
  let service = null;

  function show(next) {
    service = next;
    const rolling = service.state === 'updating' || service.state === 'rolling-back';
    const numbers = [...new Set([service.target, ...service.members.map(member => member.revision)])].sort((a, b) => b - a);
    const percent = service.replicas ? Math.min(100, (100 * service.updated) / service.replicas) : rolling ? 0 : 100;
    const words = `${service.updated} of ${service.replicas} replicas of revision ${service.target} are ready`;
    // Told when it changes, and only by its words.
    const news = `${stateOf(service)[0]}: ${words}`;
    if (said.textContent !== news) said.textContent = news;
    renew(element,
      h('h2', {}, sign(stateOf(service)[1]), title()),
      rolling ? h('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Rollout', 'aria-valuemin': 0, 'aria-valuemax': 100,
        'aria-valuenow': Math.round(percent), 'aria-valuetext': words }, bar(percent)) : '',
      service.message ? h('p', { class: service.state === 'steady' ? 'message' : 'message bad' }, service.message) : '',
      h('div', { class: 'revisions' }, numbers.map(line)), left, said);
    tick();
  }

  function title() {
    const started = `for ${ago(service.since)}`;
    if (service.state === 'updating') {
      return service.revision
        ? `From ${revisionName(service, service.revision)} to ${revisionName(service, service.target)}, ${started}`
        : `The first time up: ${revisionName(service, service.target)}, ${started}`;
    }
    if (service.state === 'rolling-back') return `Back to ${revisionName(service, service.target)}, ${started}`;
    if (service.state === 'failed') return `${revisionName(service, service.target)} has failed`.replace(/^r/, 'R');
    return `${revisionName(service, service.target)}`.replace(/^r/, 'R');
  }

  /** Its width is set by the style sheet's object model: the content policy allows no style attributes. */
  function bar(percent) {
    const filled = h('div', {});
    filled.style.width = `${percent}%`;
    return filled;
  }

  function line(revision) {
    const members = service.members.filter(member => member.revision === revision);
    const good = members.filter(member => ['healthy', 'running'].includes(condition(member))).length;
    const role = revision === service.target ? 'wanted' : 'going';
    return h('div', { class: 'revision' },
      h('p', {}, h('b', {}, `Revision ${revision}`), ` ${role}`, h('small', {}, `${good} of ${members.length} well`)),
      members.length ? marks(members, `revision ${revision}`) : h('span', { class: 'soft' }, 'no replicas'));
  }

  /** The time that is left, which passes by itself. */
  function tick() {
    const millis = service?.deadline ? Date.parse(service.deadline) - Date.now() : null;
    left.hidden = millis === null;
    if (millis === null) return;
    const then = service.state === 'updating' && service.revision ? `goes back to revision ${service.revision}` : 'has failed';
    const time = millis < 0 ? 'any moment' : `in ${duration(Math.ceil(millis / 1000) * 1000).replace(/\.\d+ s/, ' s')}`;
    left.textContent = `Unless one more replica is ready, it ${then} ${time}.`;
  }

  const ticking = setInterval(tick, 1000);
  return { element, show, end: () => clearInterval(ticking) };
}
