// The daemon's API, version 1; docs/fleet.md and /v1/openapi.json describe it.

/** A refusal in the daemon's words. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Where the browser keeps the session's secret: for this tab and this address with its port, and for no other page. */
const SECRET = 'ristretto-session';

const authorization = () => {
  const secret = sessionStorage.getItem(SECRET);
  return secret ? { Authorization: `Bearer ${secret}` } : {};
};

/** Begins a session with a token or the code of a link. */
export async function signInWith(credential) {
  const session = await request('POST', '/v1/session', { headers: { Authorization: `Bearer ${credential}` }, quiet: true });
  sessionStorage.setItem(SECRET, session.secret);
}

/** Ends the session. */
export async function signOut() {
  await request('DELETE', '/v1/session', { quiet: true }).catch(() => {});
  sessionStorage.removeItem(SECRET);
}

let refused = () => {};

/** Sets what happens when the session has ended. */
export function onRefused(action) {
  refused = action;
}

export async function request(method, path, options = {}) {
  let answer;
  try {
    const headers = { ...authorization(), ...options.headers };
    answer = await fetch(path, { method, headers, body: options.body, signal: options.signal });
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

const RETRY_MILLIS = 3000;

/**
 * Follows events, and goes on behind the last one where a connection is lost. EventSource could not show the session's
 * secret. Returns what ends it.
 */
export function follow(path, handlers) {
  const abort = new AbortController();
  const source = {
    closed: false,
    close: () => {
      source.closed = true;
      abort.abort();
    },
  };
  let last = null;

  async function read() {
    const headers = { ...authorization(), ...(last === null ? {} : { 'Last-Event-ID': last }) };
    const answer = await fetch(path, { headers, signal: abort.signal, cache: 'no-store' });
    if (!answer.ok) {
      if (answer.status === 401) refused();
      // Whoever is told to come back does; anything else will not be otherwise the next time.
      source.closed ||= answer.status !== 503;
      return;
    }
    handlers.open?.(source);
    for await (const event of serverSentEvents(answer.body)) {
      if (source.closed) return;
      if (event.id !== undefined) last = event.id;
      if (event.data !== undefined) handlers[event.event]?.(JSON.parse(event.data), source);
    }
  }

  (async () => {
    while (!source.closed) {
      try {
        await read();
      } catch (e) {
        if (abort.signal.aborted) return;
      }
      if (!abort.signal.aborted) handlers.error?.(source);
      await new Promise(done => setTimeout(done, RETRY_MILLIS));
    }
  })();
  return source.close;
}

/** The events of a stream (HTML standard, section 9.2), as objects of their fields. */
async function* serverSentEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      yield Object.fromEntries(block.split('\n').map(line => line.split(/: ?(.*)/s, 2)));
    }
  }
}
