// Which page is shown, who is asking, light or dark.

import { get, onRefused, signInWith, signOut } from '/assets/api.js';
import { h, notify } from '/assets/dom.js';
import { fleetPage } from '/assets/fleet.js';
import { instancePage } from '/assets/instance.js';
import { eventsPage } from '/assets/events.js';
import { imagesPage } from '/assets/images.js';
import { servicePage } from '/assets/service.js';
import { servicesPage } from '/assets/services.js';

const main = document.getElementById('main');
const connection = document.getElementById('connection');
const leaveButton = document.getElementById('leave');
const ORDER = ['viewer', 'operator', 'admin'];

/** What pages need to know of their surroundings. */
const context = {
  session: null,
  may: role => context.session && ORDER.indexOf(context.session.role) >= ORDER.indexOf(role),
  connected: yes => {
    connection.className = `connection ${yes ? 'live' : 'lost'}`;
    connection.textContent = yes ? 'live' : 'reconnecting…';
  },
};

let endPage = () => {};

/** A page is a function of a place to fill that returns what ends it. */
async function show() {
  endPage();
  endPage = () => {};
  const code = /^#code=(.+)$/.exec(location.hash);
  if (code) {
    // A link of 'ristretto console': what is behind # has not been sent, and does not stay in the address.
    history.replaceState(null, '', '/');
    context.session = null;
    await signInWith(code[1]).catch(e => notify(e.message, 'error'));
  }
  const [page = '', detail] = location.hash.replace(/^#\/?/, '').split('/');
  const current = page === '' || page === 'instances' ? 'fleet' : page;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (!context.session) {
    try {
      context.session = await get('/v1/session', { quiet: true });
    } catch (e) {
      return e.status === 401 ? signIn() : unreachable(e);
    }
  }
  leaveButton.hidden = false;
  leaveButton.title = `${context.session.name}, ${context.session.role}`;
  const place = h('div', { class: 'page' });
  main.replaceChildren(place);
  const name = detail === undefined ? '' : decodeURIComponent(detail);
  const pages = {
    '': () => fleetPage(place, context),
    instances: () => instancePage(place, context, name),
    services: () => (name ? servicePage(place, context, name) : servicesPage(place, context)),
    events: () => eventsPage(place, context),
    images: () => imagesPage(place, context, name),
  };
  const build = pages[page];
  if (!build) {
    document.title = 'Ristretto';
    place.append(h('div', { class: 'card empty' }, h('h1', {}, 'There is no such page'), h('a', { href: '#/' }, 'To the fleet')));
    return;
  }
  endPage = build();
}

function signIn() {
  context.session = null;
  leaveButton.hidden = true;
  document.title = 'Sign in · Ristretto';
  const field = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true, placeholder: 'rst_…' });
  const form = h('form', { class: 'card sign-in', onsubmit: enter },
    h('h1', {}, 'Sign in'),
    h('p', {}, 'On the computer of the daemon, this command opens a link that signs you in:'),
    h('pre', {}, 'ristretto console'),
    h('p', {}, 'Anywhere else, show a token. ', h('code', {}, 'ristretto token create'), ' makes one.'),
    h('label', { for: 'token' }, 'Token'), field,
    h('button', { type: 'submit', class: 'primary' }, 'Sign in'));
  main.replaceChildren(form);

  async function enter(event) {
    event.preventDefault();
    try {
      await signInWith(field.value.trim());
      show();
    } catch (e) {
      notify(e.message, 'error');
      field.select();
    }
  }
}

function unreachable(problem) {
  main.replaceChildren(h('div', { class: 'card sign-in' },
    h('h1', {}, 'No answer'), h('p', {}, problem.message),
    h('button', { type: 'button', onclick: show }, 'Try again')));
}

onRefused(signIn);
leaveButton.addEventListener('click', async () => {
  endPage();
  await signOut();
  signIn();
});

const root = document.documentElement;
const theme = localStorage.getItem('theme');
if (theme) root.dataset.theme = theme;
document.getElementById('theme').addEventListener('click', () => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
});

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});

addEventListener('hashchange', () => {
  show();
  scrollTo(0, 0);
});
show();
