// How figures, times and states are written.

import { h } from '/assets/dom.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(count) {
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export function percent(value) {
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} %`;
}

/** The same for many instances, of which a hundred percent say little. */
export function processors(value) {
  return value >= 200 ? `${(value / 100).toFixed(1)} CPUs` : percent(value);
}

/** How many processors an instance was given, as the command line writes it: 0 stands for as many as its host has. */
export function processorCount(count) {
  return count === 0 ? 'auto' : String(count);
}

/** How long ago, in its largest unit, as the command line writes it. */
export function ago(time) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export function clock(time) {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

export function minute(time) {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

export function moment(time) {
  return new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}

export function number(value) {
  return value.toLocaleString();
}

/** How long something took. */
export function duration(millis) {
  if (millis < 1000) return `${millis < 10 ? millis.toFixed(1).replace('.0', '') : Math.round(millis)} ms`;
  return millis < 60000 ? `${(millis / 1000).toFixed(millis < 10000 ? 2 : 1)} s` : `${Math.round(millis / 60000)} min`;
}

/** How often something happens. */
export function rate(value) {
  return `${value >= 100 ? number(Math.round(value)) : value.toFixed(1)}/s`;
}

/** What state and checks of an instance say together: the words that colours and shapes go by. */
export function health(instance) {
  if (instance.state === 'running') return instance.health === 'none' ? 'running' : instance.health;
  if (instance.state === 'ended') {
    return instance.wanted === 'running' && (instance.exitStatus ?? 0) !== 0 ? 'failed' : 'ended';
  }
  if (instance.state === 'waiting') return instance.exitStatus ? 'failing' : 'waiting';
  return instance.state;
}

/** In the order in which they are shown. */
export const HEALTHS = {
  healthy: 'Healthy',
  running: 'Running',
  starting: 'Starting',
  stopping: 'Stopping',
  draining: 'Draining',
  waiting: 'Waiting to start',
  unhealthy: 'Unhealthy',
  failing: 'Failing, to start again',
  failed: 'Failed',
  ended: 'Ended',
};

/** A sign of a health, which the words beside it say as well. */
export const sign = key => h('span', { class: `mark dot ${key}`, 'aria-hidden': 'true' });

/** When the present state began. */
export function since(instance) {
  const over = instance.state === 'ended' || instance.state === 'waiting';
  return (over && instance.ended) || instance.started || instance.created;
}
