// The entry of the page: shows the part that the address names.

import { loadCatalog, retryEvery } from './api.js';
import { showBatch } from './batch-page.js';
import { showCompare } from './compare.js';
import { h } from './dom.js';
import { showGallery } from './gallery.js';
import { restoreChoice, showNewRun } from './new-run.js';
import { showQueue } from './queue.js';
import { learnOptions } from './recipe/option-words.js';
import { showRun } from './run-page.js';

const main = document.getElementById('main');
let leave = () => {};

function route() {
  const [page, id, other] = location.hash.replace(/^#\/?/, '').split('/');
  if (page === 'main') return null;
  if (page === 'run' && id) return { page, show: catalog => showRun(main, catalog, id) };
  if (page === 'batch' && id) return { page, show: catalog => showBatch(main, catalog, id) };
  if (page === 'compare' && other) return { page, show: () => showCompare(main, [id, other]) };
  if (page === 'queue') return { page, show: () => showQueue(main) };
  if (page === 'gallery') return { page, show: catalog => showGallery(main, catalog) };
  return { page: 'new', show: catalog => showNewRun(main, catalog) };
}

function show(catalog) {
  const found = route();
  if (!found) return main.focus();
  leave();
  main.replaceChildren();
  document.title = 'Impasto Studio';
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === found.page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  leave = found.show(catalog) ?? (() => {});
  scrollTo(0, 0);
}

// Again and again, because a studio that is away may come back.
async function start() {
  let catalog;
  try {
    catalog = await loadCatalog();
  } catch (failure) {
    main.replaceChildren(h('p', { class: 'notice' }, failure.message));
    setTimeout(start, retryEvery);
    return;
  }
  document.getElementById('sign-out').hidden = !catalog.needsToken;
  learnOptions(catalog);
  await restoreChoice(catalog);
  addEventListener('hashchange', () => show(catalog));
  show(catalog);
}

// The printed address has a token for the sign-in page; whoever is signed in already has no use for it.
if (location.hash.startsWith('#token=')) history.replaceState(null, '', '/');
start();
