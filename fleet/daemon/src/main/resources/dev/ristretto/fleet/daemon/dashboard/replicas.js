// What a service's state and replicas look like, wherever they are shown.

import { h } from '/assets/dom.js';
import { HEALTHS, health, number } from '/assets/format.js';

/** More replicas than that are only counted. */
const MOST_MARKS = 60;

/** A service's state in words, and the sign that stands for it. */
export const STATES = {
  steady: ['Steady', 'healthy'],
  updating: ['Updating', 'starting'],
  'rolling-back': ['Going back', 'failing'],
  failed: ['Failed', 'failed'],
  removing: ['Being removed', 'stopping'],
};

/** How a replica is: as an instance, or it drains. Its view has no exit status: one that waits has failed or lost its place before. */
export function condition(member) {
  return member.state === 'draining' ? 'draining' : health({ wanted: 'running', ...member });
}

/** How the state of a service is written; one that sleeps is as it is to be. */
export function stateOf(service) {
  const asleep = service.state === 'steady' && service.replicas === 0;
  return asleep ? ['Asleep', 'waiting'] : STATES[service.state];
}

/** Which revision it is at, or comes from and goes to. */
export function revisions(service) {
  if (service.revision === service.target) return String(service.target);
  return service.revision ? `${service.revision} → ${service.target}` : `→ ${service.target}`;
}

/** A square for each replica, that leads to its instance, or counts if there are many. */
export function marks(members, of) {
  if (members.length > MOST_MARKS) {
    const counts = new Map();
    members.forEach(member => counts.set(condition(member), (counts.get(condition(member)) ?? 0) + 1));
    return h('span', { class: 'counts' }, Object.keys(HEALTHS).filter(key => counts.has(key)).map(key =>
      h('span', {}, h('span', { class: `mark dot ${key}`, 'aria-hidden': 'true' }), `${number(counts.get(key))} ${HEALTHS[key].toLowerCase()}`)));
  }
  return h('span', { class: 'marks', role: 'group', 'aria-label': `Replicas of ${of}` }, members.map(member => {
    const words = `${member.name}, ${HEALTHS[condition(member)]}`;
    return h('a', { class: `mark cell small ${condition(member)}`, href: `#/instances/${encodeURIComponent(member.name)}`, 'aria-label': words, title: words });
  }));
}
