// What is in the store, and what is inside an image: where its bytes are.

import { all, get } from '/assets/api.js';
import { h, notify, s } from '/assets/dom.js';
import { bytes, number } from '/assets/format.js';
import { squarify } from '/assets/treemap.js';

const WIDTH = 1000;
const HEIGHT = 460;
const HEADING = 18;

/** Who a package belongs to, by its name: what the colours of the treemap mean. */
const OWNERS = [
  ['Kernel', /^dev\.ristretto(\.|$)/],
  ['JDK', /^(java|javax|jdk|sun|com\.sun)(\.|$)/],
  ['Runtime', /^(com\.oracle\.svm|org\.graalvm|com\.oracle\.truffle)(\.|$)/],
  ['Application', /./],
];

const hex = image => image.digest.replace('sha256:', '');
const title = image => image.names.join(', ') || hex(image).slice(0, 12);

export function imagesPage(place, context, digest) {
  const ending = new AbortController();
  document.title = 'Images · Ristretto';
  load().catch(e => {
    if (e.name !== 'AbortError') notify(e.message, 'error');
  });

  async function load() {
    if (digest) {
      draw(await get(`/v1/images/${encodeURIComponent(digest)}`, { signal: ending.signal }));
      return;
    }
    const images = await all('/v1/images', { signal: ending.signal });
    const sum = images.reduce((total, image) => total + image.kernelBytes, 0);
    place.append(h('section', { class: 'card table-card' },
      h('div', { class: 'tools' }, h('h1', {}, 'Images'), h('p', { class: 'count' }, `${number(images.length)} in the store, ${bytes(sum)}`)),
      images.length ? h('table', {},
        h('thead', {}, h('tr', {}, ['Name', 'Digest', 'Size', 'Needs', 'Main class', 'Instances'].map(one =>
          h('th', { scope: 'col', class: ['Size', 'Needs', 'Instances'].includes(one) ? 'figure' : null }, one)))),
        h('tbody', {}, images.map(image => h('tr', {},
          h('th', { scope: 'row' }, h('a', { href: `#/images/${hex(image)}` }, title(image))),
          h('td', {}, h('code', {}, hex(image).slice(0, 12))),
          h('td', { class: 'figure' }, bytes(image.kernelBytes)),
          h('td', { class: 'figure' }, bytes(image.memoryFloorBytes)),
          h('td', {}, image.mainClass),
          h('td', { class: 'figure' }, image.instances || ''))))) : h('div', { class: 'empty' }, h('p', {}, 'No images yet. Make one with:'),
        h('pre', {}, 'ristretto build target/app.jar -t shop:1.2'))));
  }

  function draw(contents) {
    const { image } = contents;
    document.title = `${title(image)} · Ristretto`;
    const packages = contents.packages.map(share => ({
      ...share, size: share.codeBytes + share.heapBytes, owner: OWNERS.find(([, form]) => form.test(share.name))[0],
    })).filter(share => share.size > 0);
    const owners = OWNERS.map(([name]) => {
      const children = packages.filter(share => share.owner === name).sort((a, b) => b.size - a.size);
      return { name, children, size: children.reduce((sum, child) => sum + child.size, 0) };
    }).filter(owner => owner.size > 0).sort((a, b) => b.size - a.size);
    const facts = [
      ['Digest', h('code', {}, hex(image).slice(0, 12))], ['Main class', image.mainClass], ['File', bytes(image.kernelBytes)],
      ['Loaded', bytes(contents.loadedBytes)], ['Boots with', bytes(image.memoryFloorBytes)],
      ['Classes', number(contents.classes)], ['Methods', number(contents.methods)], ['Instances', number(image.instances)],
    ];
    place.append(
      h('p', { class: 'crumbs' }, h('a', { href: '#/images' }, 'Images'), ' / ', title(image)),
      h('h1', {}, title(image)),
      h('dl', { class: 'facts wide card' }, facts.map(([key, value]) => h('div', {}, h('dt', {}, key), h('dd', {}, value)))),
      h('section', { class: 'card', 'aria-label': 'What is inside' },
        h('h2', {}, 'What is inside'),
        h('p', { class: 'legend' }, owners.map(owner => h('span', {}, h('i', { class: `swatch ${owner.name.toLowerCase()}` }),
          `${owner.name} ${bytes(owner.size)}`))),
        packages.length ? treemap(owners) : h('p', { class: 'empty' }, 'Its report says nothing about packages.')),
      h('div', { class: 'columns' },
        h('section', { class: 'card table-card' }, h('h2', {}, 'Largest packages'), table(['Package', 'Code', 'Heap'],
          packages.sort((a, b) => b.size - a.size).slice(0, 20).map(share => [share.name, bytes(share.codeBytes), bytes(share.heapBytes)]))),
        h('section', { class: 'card table-card' }, h('h2', {}, 'Sections of the file'), table(['Section', 'Size'],
          Object.entries(contents.parts).sort(([, a], [, b]) => b - a).map(([name, size]) => [name, bytes(size)])))));
  }

  return () => ending.abort();
}

function table(headings, rows) {
  return h('table', {},
    h('thead', {}, h('tr', {}, headings.map((heading, i) => h('th', { scope: 'col', class: i ? 'figure' : null }, heading)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map((cell, i) => (i ? h('td', { class: 'figure' }, cell) : h('th', { scope: 'row' }, cell)))))));
}

function treemap(owners) {
  const say = h('p', { class: 'treemap-detail', role: 'status' }, 'Area is machine code and initial heap. Point at a package.');
  const groups = squarify(owners, 0, 0, WIDTH, HEIGHT).map(({ item, x, y, width, height }) => {
    const roomy = height > 3 * HEADING && width > 60;
    const inner = squarify(item.children, x + 1, y + (roomy ? HEADING : 1), width - 2, height - (roomy ? HEADING + 1 : 2));
    return s('g', { class: `owner ${item.name.toLowerCase()}` },
      roomy ? s('text', { class: 'owner-name', x: x + 5, y: y + 13 }, `${item.name} · ${bytes(item.size)}`) : null,
      inner.filter(leaf => leaf.width > 0.5 && leaf.height > 0.5).map(leaf => {
        const short = leaf.item.name.replace(/^.*?([^.]+\.[^.]+)$/, '$1');
        const fits = leaf.height > 14 && leaf.width > short.length * 6.4 + 8;
        return s('g', { 'data-package': `${leaf.item.name}: ${bytes(leaf.item.codeBytes)} code, ${bytes(leaf.item.heapBytes)} heap` },
          s('rect', { x: leaf.x, y: leaf.y, width: Math.max(0, leaf.width - 1), height: Math.max(0, leaf.height - 1), rx: 2 }),
          fits ? s('text', { x: leaf.x + 5, y: leaf.y + 14 }, short) : null);
      }));
  });
  const drawing = s('svg', {
    class: 'treemap', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
    'aria-label': `Sizes by owner: ${owners.map(owner => `${owner.name} ${bytes(owner.size)}`).join(', ')}`,
    onpointermove: event => {
      const place = event.target.closest('[data-package]');
      if (place) say.textContent = place.dataset.package;
    },
  }, groups);
  return h('div', {}, drawing, say);
}
