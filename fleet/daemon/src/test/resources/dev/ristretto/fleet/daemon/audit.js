// What is wrong with the page that is shown, for those who do not see it well or use no pointer: a list of complaints.
() => {
  const complaints = [];
  const visible = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const describe = element => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${element.textContent.trim().slice(0, 40)}"`;

  // Every control has a name.
  const nameOf = element => {
    const by = element.getAttribute('aria-labelledby');
    return (by && document.getElementById(by)?.textContent) || element.getAttribute('aria-label')
      || [...(element.labels ?? [])].map(label => label.textContent).join(' ') || element.textContent.trim()
      || element.querySelector('img')?.alt || element.title || '';
  };
  for (const element of document.querySelectorAll('a, button, input, select, textarea, dialog, [tabindex], [role=img], [role=progressbar], [role=group], section')) {
    if (visible(element) && !nameOf(element).trim()) complaints.push(`no name: ${describe(element)}`);
  }
  for (const image of document.querySelectorAll('img')) {
    if (!image.hasAttribute('alt')) complaints.push(`no alternative: ${image.src}`);
  }

  // There is one main heading, and no level is left out.
  const levels = [...document.querySelectorAll('h1, h2, h3')].filter(visible).map(heading => Number(heading.tagName[1]));
  if (levels.filter(level => level === 1).length !== 1) complaints.push(`main headings: ${levels.filter(level => level === 1).length}`);
  levels.forEach((level, i) => { if (level > (levels[i - 1] ?? 1) + 1) complaints.push(`a level of headings is left out: ${levels}`); });

  // Identifiers name one thing each.
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => complaints.push(`twice: #${id}`));

  // What can be reached by pointer can be reached by keys.
  for (const element of document.querySelectorAll('[data-package]')) {
    if (!element.closest('svg[role=img]')) complaints.push(`pointer only: ${describe(element)}`);
  }

  // Text stands out from what is behind it (WCAG 2.2, 1.4.3).
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map(value => value / 255);
  };
  const over = (front, back) => [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const behind = element => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((back, front) => over(front, back), [1, 1, 1, 1]);
  };
  const luminance = colour => colour.slice(0, 3)
    .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = new Set();
  const check = (element, colour, back, least) => {
    const ratio = contrast(over(colour, back), back);
    if (ratio < least) found.add(`contrast ${ratio.toFixed(2)} < ${least}: ${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} in .${element.parentElement.getAttribute('class') ?? ''}`);
  };
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!own || !visible(element) || element.closest(':disabled, .hidden, .skip, noscript')) continue;
    const style = getComputedStyle(element);
    if (element instanceof SVGElement) {
      const rect = element.classList.contains('owner-name') ? null : element.parentElement.querySelector('rect');
      const back = rect ? rgba(getComputedStyle(rect).fill) : behind(element.closest('svg').parentElement);
      check(element, rgba(style.fill), back, 4.5);
      continue;
    }
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    check(element, rgba(style.color), behind(element), large ? 3 : 4.5);
  }

  // Signs of health stand out as well (1.4.11).
  for (const element of document.querySelectorAll('.mark')) {
    if (!visible(element)) continue;
    const style = getComputedStyle(element, '::before');
    const ring = style.boxShadow.match(/^(\w+\([^)]*\))/);
    const colour = rgba(ring ? ring[1] : style.backgroundColor);
    if (colour[3] > 0) check(element, colour, behind(element.parentElement), 3);
  }
  return [...complaints, ...found];
}
