// What instances can be grouped by: nothing, image, service, health, or the value of a label.

import { HEALTHS, health } from '/assets/format.js';

const SERVICE = 'ristretto.service';
const OWN = 'ristretto.';
const LABEL = 'label ';
const ORDER = new Intl.Collator(undefined, { numeric: true });
const HEALTH_ORDER = Object.values(HEALTHS);

const FIXED = {
  none: ['Not grouped', () => ''],
  image: ['By image', instance => instance.specification.image],
  service: ['By service', instance => instance.specification.labels[SERVICE] ?? ''],
  health: ['By health', instance => HEALTHS[health(instance)]],
};

/** The choices that make sense for these instances: [key, title]. */
export function choices(instances) {
  const keys = new Set();
  for (const instance of instances) Object.keys(instance.specification.labels).forEach(key => keys.add(key));
  const labels = [...keys].filter(key => !key.startsWith(OWN)).sort(ORDER.compare);
  return [
    ...Object.entries(FIXED).filter(([key]) => key !== 'service' || keys.has(SERVICE)).map(([key, [title]]) => [key, title]),
    ...labels.map(key => [LABEL + key, `By label ${key}`]),
  ];
}

/** Groups of instances by a choice, in order, whoever has nothing to be grouped by last: {name, title, href, members}. */
export function grouped(instances, choice) {
  const label = choice.startsWith(LABEL) ? choice.slice(LABEL.length) : null;
  const of = label === null ? FIXED[choice][1] : instance => instance.specification.labels[label];
  const groups = new Map();
  for (const instance of instances) {
    const name = of(instance);
    const known = groups.get(name);
    if (known) known.push(instance);
    else groups.set(name, [instance]);
  }
  const rank = name => (choice === 'health' ? HEALTH_ORDER.indexOf(name) : name === undefined || (choice === 'service' && name === '') ? 1 : 0);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || ORDER.compare(a ?? '', b ?? '')).map(([name, members]) => ({
    name: name ?? '',
    title: title(choice, label, name),
    href: choice === 'service' && name ? `#/services/${encodeURIComponent(name)}` : null,
    members,
  }));
}

function title(choice, label, name) {
  if (label !== null) return name === undefined ? `without ${label}` : name ? `${label}=${name}` : label;
  return choice === 'service' && !name ? 'of no service' : name;
}
