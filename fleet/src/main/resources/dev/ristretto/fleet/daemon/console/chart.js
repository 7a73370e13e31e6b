// A line over time with a filled area below it. Drawn as SVG, which scales and which a screen reader can name.

import { h, s } from '/assets/dom.js';
import { clock } from '/assets/format.js';

/** The next round number. */
function roof(value, base) {
  const unit = base ** Math.floor(Math.log(value) / Math.log(base));
  return [1, 1.25, 1.5, 2, 2.5, 5, 7.5, 10].map(step => step * unit).find(step => step >= value) ?? value;
}

const WIDTH = 600;
const HEIGHT = 140;
const LEFT = 4;
const TOP = 10;

/**
 * A chart of one figure.
 *
 * @param title what it shows
 * @param format writes a value
 * @param least what the top of the scale is at least
 * @param base 10, or 2 for what is counted in powers of it
 */
export function chart(title, format, least, base = 10) {
  const value = h('span', { class: 'chart-value' });
  const line = s('path', { class: 'line' });
  const area = s('path', { class: 'area' });
  const top = h('span', { class: 'chart-top' });
  const begin = h('span', {});
  const end = h('span', {});
  const drawing = s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    s('line', { class: 'grid', x1: 0, x2: WIDTH, y1: TOP, y2: TOP }),
    s('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT / 2 + TOP / 2, y2: HEIGHT / 2 + TOP / 2 }),
    s('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT - 1, y2: HEIGHT - 1 }),
    area, line);
  const cross = h('div', { class: 'chart-cross', hidden: true });
  const plot = h('div', { class: 'chart-plot', onpointermove: point, onpointerleave: leave }, drawing, cross, top);
  const element = h('figure', { class: 'chart' },
    h('figcaption', {}, h('span', {}, title), value), plot,
    h('div', { class: 'chart-axis', 'aria-hidden': 'true' }, begin, end));
  let times = [];
  let values = [];

  function x(i) {
    const span = times.at(-1) - times[0] || 1;
    return LEFT + ((WIDTH - 2 * LEFT) * (times[i] - times[0])) / span;
  }

  function point(event) {
    if (times.length < 2) return;
    const box = plot.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    let nearest = 0;
    for (let i = 1; i < times.length; i++) {
      if (Math.abs(x(i) / WIDTH - part) < Math.abs(x(nearest) / WIDTH - part)) nearest = i;
    }
    cross.hidden = false;
    cross.style.left = `${(100 * x(nearest)) / WIDTH}%`;
    value.textContent = `${format(values[nearest])} at ${clock(times[nearest])}`;
  }

  function leave() {
    cross.hidden = true;
    if (values.length) value.textContent = format(values.at(-1));
  }

  /** Shows other values. */
  function show(newTimes, newValues) {
    times = newTimes;
    values = newValues;
    element.classList.toggle('no-data', times.length < 2);
    if (!values.length) {
      value.textContent = 'nothing yet';
      drawing.setAttribute('aria-label', `${title}: nothing yet`);
      return;
    }
    const largest = roof(values.reduce((a, b) => Math.max(a, b * 1.05), least), base);
    const y = v => HEIGHT - 1 - ((HEIGHT - 1 - TOP) * v) / largest;
    const points = values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join('L');
    line.setAttribute('d', `M${points}`);
    area.setAttribute('d', `M${LEFT},${HEIGHT}L${points}L${x(values.length - 1).toFixed(1)},${HEIGHT}Z`);
    top.textContent = format(largest);
    begin.textContent = clock(times[0]);
    end.textContent = clock(times.at(-1));
    if (cross.hidden) value.textContent = format(values.at(-1));
    drawing.setAttribute('aria-label', `${title}: now ${format(values.at(-1))}, at most ${format(Math.max(...values))}`);
  }

  show([], []);
  return { element, show };
}
