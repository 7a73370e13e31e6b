// Figures as drawings in SVG, which scale and which a screen reader can name: lines over time, and bars side by side.

import { h, s } from '/assets/dom.js';
import { clock, minute } from '/assets/format.js';

const WIDTH = 600;
const HEIGHT = 140;
const LEFT = 4;
const TOP = 22;

/** A bar may be so many times as high as the one in the middle. */
const MOST_OVER = 6;

/** The next round number. */
function roof(value, base) {
  const unit = base ** Math.floor(Math.log(value) / Math.log(base));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map(step => step * unit).find(step => step >= value) ?? value;
}

/**
 * What all charts have: a title, a value that follows the pointer, a grid.
 *
 * @param shapes what is drawn
 * @param nearest the number of what is at a place between 0 and 1, or -1
 * @param place where that is drawn
 * @param tell its value in words
 * @param now what is said while nothing is pointed at
 */
function frame(title, shapes, { nearest, place, tell, now }) {
  const value = h('span', { class: 'chart-value' });
  const top = h('span', { class: 'chart-top' });
  const begin = h('span', {});
  const end = h('span', {});
  const lines = [TOP, (HEIGHT + TOP) / 2, HEIGHT - 1].map(y => s('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y, y2: y }));
  const drawing = s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' }, lines, shapes);
  const cross = h('div', { class: 'chart-cross', hidden: true });
  const plot = h('div', { class: 'chart-plot', onpointermove: point, onpointerleave: leave }, drawing, cross, top);
  const element = h('figure', { class: 'chart' },
    h('figcaption', {}, h('span', {}, title), value), plot,
    h('div', { class: 'chart-axis', 'aria-hidden': 'true' }, begin, end));

  function point(event) {
    const box = plot.getBoundingClientRect();
    const found = nearest((event.clientX - box.left) / box.width);
    if (found < 0) return;
    cross.hidden = false;
    cross.style.left = `${(100 * place(found)) / WIDTH}%`;
    value.textContent = tell(found);
  }

  function leave() {
    cross.hidden = true;
    value.textContent = now();
  }

  /** Writes what stands beside the drawing. */
  function write(words, highest, first, last) {
    element.classList.toggle('no-data', !highest);
    drawing.setAttribute('aria-label', `${title}: ${words}`);
    top.textContent = highest;
    begin.textContent = first;
    end.textContent = last;
    if (cross.hidden) value.textContent = now();
  }

  return { element, write };
}

/**
 * A chart of one figure over time.
 *
 * @param title what it shows
 * @param format writes a value
 * @param least what the top of the scale is at least
 * @param base 10, or 2 for what is counted in powers of it
 * @param bad what a second, smaller figure counts that nobody wants to see, if there is one
 */
export function chart(title, format, least, base = 10, bad = null) {
  const line = s('path', { class: 'line' });
  const area = s('path', { class: 'area' });
  const badLine = s('path', { class: 'line bad' });
  let times = [];
  let values = [];
  let bads = [];
  const words = i => `${format(values[i])}${bads[i] > 0 ? `, ${format(bads[i])} ${bad}` : ''}`;
  const { element, write } = frame(title, [area, line, badLine], {
    nearest, place: x, tell: i => `${words(i)} at ${clock(times[i])}`, now: () => (values.length ? words(values.length - 1) : 'nothing yet'),
  });

  function x(i) {
    const span = times.at(-1) - times[0] || 1;
    return LEFT + ((WIDTH - 2 * LEFT) * (times[i] - times[0])) / span;
  }

  function nearest(part) {
    let best = times.length < 2 ? -1 : 0;
    for (let i = 1; i < times.length; i++) {
      if (Math.abs(x(i) / WIDTH - part) < Math.abs(x(best) / WIDTH - part)) best = i;
    }
    return best;
  }

  /** Shows other values. */
  function show(newTimes, newValues, newBads = []) {
    times = newTimes;
    values = newValues;
    bads = newBads;
    if (values.length < 2) {
      write(values.length ? words(0) : 'nothing yet', '', '', '');
      return;
    }
    const largest = roof(values.reduce((a, b) => Math.max(a, b), least), base);
    const y = v => HEIGHT - 1 - ((HEIGHT - 1 - TOP) * v) / largest;
    const path = list => list.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`).join('L');
    const points = path(values);
    line.setAttribute('d', `M${points}`);
    area.setAttribute('d', `M${LEFT},${HEIGHT}L${points}L${x(values.length - 1).toFixed(1)},${HEIGHT}Z`);
    badLine.setAttribute('d', bads.some(v => v > 0) ? `M${path(bads)}` : '');
    write(`now ${words(values.length - 1)}, at most ${format(Math.max(...values))}`, format(largest), minute(times[0]), minute(times.at(-1)));
  }

  show([], []);
  return { element, show };
}

/**
 * A chart with a bar for each of some things, in an order that means something. A few that are far beyond the others are cut and marked, so that the others
 * can still be told apart.
 *
 * @param title what it shows
 * @param format writes a value
 */
export function bars(title, format) {
  const drawn = s('path', { class: 'bar' });
  const over = s('path', { class: 'bar bad' });
  let items = [];
  let middle = 0;
  const width = () => Math.min(24, (WIDTH - 2 * LEFT) / items.length);
  const x = i => WIDTH - LEFT - (items.length - i - 0.5) * width();
  const { element, write } = frame(title, [drawn, over], {
    nearest: part => {
      const found = items.length - Math.floor((WIDTH - LEFT - part * WIDTH) / width()) - 1;
      return found >= 0 && found < items.length ? found : -1;
    },
    place: x,
    tell: i => `${format(items[i].value)} ${items[i].name}`,
    now: () => (items.length ? `half within ${format(middle)}` : 'nothing yet'),
  });

  /** Shows other things: {name, value}. */
  function show(newItems) {
    items = newItems;
    if (!items.length) {
      drawn.setAttribute('d', '');
      over.setAttribute('d', '');
      write('nothing yet', '', '', '');
      return;
    }
    const sorted = items.map(item => item.value).sort((a, b) => a - b);
    middle = sorted[Math.floor((sorted.length - 1) / 2)];
    const largest = roof(Math.max(1, Math.min(sorted.at(-1), MOST_OVER * middle)), 10);
    const half = Math.max(0.5, width() * 0.5 - 0.75);
    const draw = chosen => items.map(({ value }, i) => {
      const y = HEIGHT - 1 - ((HEIGHT - 1 - TOP) * Math.min(value, largest)) / largest;
      return chosen(value) ? `M${(x(i) - half).toFixed(1)},${HEIGHT - 1}V${y.toFixed(1)}h${(2 * half).toFixed(1)}V${HEIGHT - 1}Z` : '';
    }).join('');
    drawn.setAttribute('d', draw(value => value <= largest));
    over.setAttribute('d', draw(value => value > largest));
    write(`${items.length}, half within ${format(middle)}, at most ${format(sorted.at(-1))}`, format(largest),
      items.length > 1 ? `${items.length} starts` : '1 start', 'latest');
  }

  show([]);
  return { element, show };
}
