// Rectangles whose areas are sizes, as square as may be (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).

/** Places items {size} into a rectangle; returns [{item, x, y, width, height}]. Items must be sorted, largest first. */
export function squarify(items, x, y, width, height) {
  const total = items.reduce((sum, item) => sum + item.size, 0);
  const places = [];
  if (total <= 0) return places;
  const scale = (width * height) / total;
  let rest = items.filter(item => item.size > 0).map(item => ({ item, area: item.size * scale }));
  let box = { x, y, width, height };
  while (rest.length) {
    const side = Math.min(box.width, box.height);
    let count = 1;
    while (count < rest.length && worst(rest.slice(0, count + 1), side) <= worst(rest.slice(0, count), side)) count++;
    box = lay(rest.slice(0, count), box, places);
    rest = rest.slice(count);
  }
  return places;
}

function worst(row, side) {
  const sum = row.reduce((total, entry) => total + entry.area, 0);
  const largest = row[0].area;
  const smallest = row.at(-1).area;
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}

function lay(row, box, places) {
  const sum = row.reduce((total, entry) => total + entry.area, 0);
  const upright = box.width >= box.height;
  const depth = sum / (upright ? box.height : box.width);
  let offset = 0;
  for (const entry of row) {
    const length = entry.area / depth;
    places.push(upright
      ? { item: entry.item, x: box.x, y: box.y + offset, width: depth, height: length }
      : { item: entry.item, x: box.x + offset, y: box.y, width: length, height: depth });
    offset += length;
  }
  return upright
    ? { x: box.x + depth, y: box.y, width: box.width - depth, height: box.height }
    : { x: box.x, y: box.y + depth, width: box.width, height: box.height - depth };
}
