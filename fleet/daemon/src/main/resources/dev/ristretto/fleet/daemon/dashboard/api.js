// The daemon's API, version 1; docs/fleet.md and /v1/openapi.json describe it.

/** A refusal in the daemon's words. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

let refused = () => {};

/** Sets what happens when the session has ended. */
export function onRefused(action) {
  refused = action;
}

export async function request(method, path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { method, headers: options.headers, body: options.body, signal: options.signal });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem(0, 'The daemon cannot be reached.');
  }
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    if (answer.status === 401 && !options.quiet) refused();
    throw new Problem(answer.status, problem.detail ?? answer.statusText);
  }
  return answer.status === 204 ? null : answer.json();
}

export const get = (path, options) => request('GET', path, options);
export const post = path => request('POST', path);
export const remove = path => request('DELETE', path);

/** All pages of a list. */
export async function all(path, options) {
  const items = [];
  for (let next = path; next; ) {
    const page = await get(next, options);
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

export const instancePath = name => `/v1/instances/${encodeURIComponent(name)}`;

export const servicePath = name => `/v1/services/${encodeURIComponent(name)}`;

/** Follows events behind a number; the browser goes on by itself where a connection is lost. Returns what ends it. */
export function follow(path, handlers) {
  const source = new EventSource(path);
  for (const [name, action] of Object.entries(handlers)) {
    if (name === 'open' || name === 'error') {
      source.addEventListener(name, () => action(source));
    } else {
      source.addEventListener(name, event => action(JSON.parse(event.data), source));
    }
  }
  return () => source.close();
}
