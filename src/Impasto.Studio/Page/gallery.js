// All runs, the newest first, with search; changes show at once.

import { listRuns, watch } from './api.js';
import { announce, debounce, h, showTitle } from './dom.js';
import { leaving, nameOf, recipe, removeLater, share, viewable } from './run-page.js';

export function showGallery(main) {
  const cards = new Map();
  const list = h('ul', { class: 'gallery' });
  const empty = h('p', { class: 'notice', hidden: true });
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(false) }, 'Show more');
  const search = h('input', {
    type: 'search', id: 'search', placeholder: 'photograph, painting, recipe',
    oninput: debounce(() => load(true), 200),
  });
  const selection = new Selection(() => [...cards.values()].filter(card => card.isSelected));
  let oldest = null;
  let asked = 0;

  async function load(anew) {
    asked += 1;
    const mine = asked;
    let found;
    try {
      found = await listRuns(search.value.trim(), anew ? null : oldest);
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
    oldest = found.next;
    more.hidden = !found.next;
    empty.hidden = cards.size > 0;
    empty.textContent = search.value ? 'Nothing of that name.' : 'No pictures yet.';
    if (search.value) announce(`${cards.size} found.`);
  }

  function put(run, atTop) {
    if (leaving.has(run.id)) return;
    const known = cards.get(run.id);
    const card = known ?? new Card({ changed: () => selection.show(), removed: remove });
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
  const field = h('label', { class: 'search', for: 'search' }, h('span', { class: 'unseen' }, 'Search'), search);
  main.append(h('div', { class: 'gallery-head' }, h('h1', {}, 'Gallery'), field), selection.element, empty, list, more);
  showTitle('Gallery');
  return watch({
    hello: () => load(true),
    run: run => { if (cards.has(run.id) || !search.value) { put(run, true); empty.hidden = true; } },
    gone: drop,
  });
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
  constructor({ changed, removed }) {
    this.picture = h('img', { alt: '', loading: 'lazy' });
    this.name = h('span', { class: 'name' });
    this.when = h('time', { class: 'hint' });
    this.recipe = h('span', { class: 'hint' });
    this.state = h('span', { class: 'tag' });
    this.box = h('input', { type: 'checkbox', onchange: changed });
    this.remove = h('button', { type: 'button', class: 'quiet', onclick: () => removed(this) }, 'Delete');
    this.batch = h('span', { class: 'card-batch', hidden: true });
    this.link = h('a', {}, h('div', { class: 'card-picture' }, this.picture, this.state), this.name, this.when,
      this.recipe);
    this.element = h('li', { class: 'card' }, this.link, this.batch,
      h('div', { class: 'card-foot' }, h('label', {}, this.box, ' Select'), this.remove));
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
    this.recipe.textContent = recipe(run);
    this.box.setAttribute('aria-label', `Select ${this.name.textContent}`);
    this.remove.setAttribute('aria-label', `Delete ${this.name.textContent}`);
    this.batch.hidden = !run.batch;
    if (run.batch) this.batch.replaceChildren(h('a', { href: `#/batch/${run.batch}` }, run.batchTitle));
    const at = run.progress;
    const percent = at && `${Math.round(share(at) * 100)} %`;
    this.state.textContent = run.state === 'running' && at ? percent : run.state;
    this.state.hidden = run.state === 'done';
    const format = viewable(run, ['jpg', 'png']);
    const url = format ? `/api/runs/${run.id}/result.${format}`
      : run.frame ? `/api/runs/${run.id}/frame?n=${run.frame}` : `/api/runs/${run.id}/content`;
    if (this.url !== url) {
      this.url = url;
      this.picture.src = url;
    }
  }
}
