// All runs, with search, filters and orders; changes show at once.

import { listRuns, watch } from './api.js';
import { announce, h, showTitle } from './dom.js';
import { FavoriteButton } from './gallery/favorite.js';
import { GalleryFilters } from './gallery/filters.js';
import { recipeWords } from './recipe/option-words.js';
import { leaving, nameOf, removeLater, share } from './run-page.js';
import { pictureOf } from './run-picture.js';

export function showGallery(main, catalog) {
  const cards = new Map();
  const list = h('ul', { class: 'gallery' });
  const empty = h('p', { class: 'notice', hidden: true });
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(false) }, 'Show more');
  const filters = new GalleryFilters(catalog, () => load(true));
  const selection = new Selection(() => [...cards.values()].filter(card => card.isSelected));
  let place = null;
  let asked = 0;

  async function load(anew) {
    asked += 1;
    const mine = asked;
    let found;
    try {
      found = await listRuns(filters.query, anew ? null : place);
    } catch (failure) {
      empty.textContent = failure.message;
      empty.hidden = false;
      return;
    }
    if (mine !== asked) return;
    const selected = new Set(selection.cards().map(card => card.run.id));
    if (anew) {
      cards.clear();
      list.replaceChildren();
    }
    for (const run of found.runs) put(run, false);
    for (const [id, card] of cards) card.box.checked = selected.has(id);
    selection.show();
    place = found.next;
    more.hidden = !found.next;
    empty.hidden = cards.size > 0;
    empty.textContent = filters.search.value ? 'Nothing of that name.'
      : filters.isFiltered ? 'Nothing of that kind.' : 'No pictures yet.';
    if (filters.isFiltered) announce(`${cards.size}${found.next ? ' or more' : ''} found.`);
  }

  function put(run, atTop) {
    if (leaving.has(run.id)) return;
    const known = cards.get(run.id);
    const card = known ?? new Card({
      changed: () => selection.show(), removed: remove, wanted: name => filters.set('painting', name),
    });
    card.show(run);
    if (known) return;
    cards.set(run.id, card);
    if (atTop) list.prepend(card.element);
    else list.append(card.element);
  }

  function remove(card) {
    drop(card.run.id);
    removeLater(card.run, () => load(true));
  }

  function drop(id) {
    cards.get(id)?.element.remove();
    cards.delete(id);
    selection.show();
  }

  selection.remove = () => selection.cards().forEach(remove);
  // A card that no longer belongs here stays while the keyboard is on it.
  function changed(run) {
    const card = cards.get(run.id);
    if (card && !filters.has(run) && !card.element.contains(document.activeElement)) drop(run.id);
    else if (card || (filters.beginsWithNew && filters.has(run))) put(run, true);
    empty.hidden = cards.size > 0;
  }

  main.append(h('div', { class: 'gallery-head' }, h('h1', {}, 'Gallery'), filters.head), filters.element,
    selection.element, empty, list, more);
  showTitle('Gallery');
  return watch({ hello: () => load(true), run: changed, gone: drop });
}

// What can be done with all selected runs at once.
class Selection {
  constructor(cards) {
    this.cards = cards;
    this.words = h('span', { role: 'status' });
    this.links = h('span', { class: 'row' });
    this.element = h('div', { class: 'row selection', role: 'region', 'aria-label': 'Selected', hidden: true },
      this.words, this.links,
      h('button', { type: 'button', onclick: () => this.remove() }, 'Delete'),
      h('button', { type: 'button', onclick: () => this.clear() }, 'Select none'));
  }

  show() {
    const cards = this.cards();
    this.element.hidden = cards.length === 0;
    this.words.textContent = `${cards.length} selected`;
    const made = cards.filter(card => card.run.formats.length > 0);
    const ids = made.map(card => card.run.id);
    const isPair = cards.length === 2 && made.filter(card => !card.run.clip).length === 2;
    this.links.replaceChildren(...[
      isPair && h('a', { class: 'button', href: `#/compare/${ids.join('/')}` }, 'Compare'),
      ids.length > 0 && h('a', {
        class: 'button', download: '', href: `/api/results.zip?${ids.map(id => `id=${id}`).join('&')}`,
      }, 'Download as ZIP'),
    ].filter(Boolean));
  }

  clear() {
    for (const card of this.cards()) card.box.checked = false;
    this.show();
  }
}

class Card {
  // changed: the selection is another. removed: the card's run is to be deleted. wanted: a painting's runs are wanted.
  constructor({ changed, removed, wanted }) {
    this.picture = h('img', { alt: '', loading: 'lazy', decoding: 'async' });
    this.name = h('span', { class: 'name' });
    this.when = h('time', { class: 'hint' });
    this.recipe = h('span', { class: 'hint' });
    this.state = h('span', { class: 'tag' });
    this.box = h('input', { type: 'checkbox', onchange: changed });
    this.remove = h('button', { type: 'button', class: 'quiet', onclick: () => removed(this) }, 'Delete');
    this.batch = h('span', { class: 'card-batch', hidden: true });
    this.link = h('a', {}, h('div', { class: 'card-picture' }, this.picture, this.state), this.name, this.when,
      this.recipe);
    this.wanted = wanted;
    this.paintings = h('div', { class: 'card-paintings' });
    this.star = new FavoriteButton(run => this.show(run));
    this.element = h('li', { class: 'card' }, this.link, this.paintings, this.batch,
      h('div', { class: 'card-foot' }, h('label', {}, this.box, ' Select'), h('span', { class: 'gap' }),
        this.star.element, this.remove));
  }

  get isSelected() {
    return this.box.checked;
  }

  // The list and the events travel on connections of their own, so an old state may arrive after a newer one.
  show(run) {
    if (run.revision < this.run?.revision) return;
    this.run = run;
    this.link.href = `#/run/${run.id}`;
    this.name.textContent = nameOf(run);
    const created = new Date(run.created);
    this.when.dateTime = created.toISOString();
    this.when.textContent =
      `${created.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}, ${run.width} × ${run.height}`;
    this.recipe.textContent = recipeWords(run);
    this.box.setAttribute('aria-label', `Select ${this.name.textContent}`);
    this.remove.setAttribute('aria-label', `Delete ${this.name.textContent}`);
    this.batch.hidden = !run.batch;
    if (run.batch) this.batch.replaceChildren(h('a', { href: `#/batch/${run.batch}` }, run.batchTitle));
    this.star.show(run, this.name.textContent);
    if (!this.paintings.hasChildNodes()) this.paintings.append(...paintingsOf(run, this.wanted));
    const at = run.progress;
    const percent = at && `${Math.round(share(at) * 100)} %`;
    this.state.textContent = run.state === 'running' && at ? percent : run.state;
    this.state.hidden = run.state === 'done';
    const url = pictureOf(run);
    if (this.url !== url) {
      this.url = url;
      this.picture.src = url;
    }
  }
}

// The names of a run's paintings, each a button that shows only runs with it.
function paintingsOf(run, wanted) {
  const names = [...new Set(run.styles.map(style => style.name))];
  return names.map(name => h('button', {
    type: 'button', class: 'quiet', title: `Show only pictures with ${name}`, 'aria-label': `Painting ${name}`,
    onclick: () => wanted(name),
  }, name));
}
