// All runs, the newest first, with search; changes show at once.

import { deleteRun, listRuns, watch } from './api.js';
import { announce, debounce, h, showTitle } from './dom.js';
import { recipe, share, stem, viewable } from './run-page.js';

export function showGallery(main) {
  const cards = new Map();
  const list = h('ul', { class: 'gallery' });
  const empty = h('p', { class: 'notice', hidden: true });
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(false) }, 'Show more');
  const search = h('input', {
    type: 'search', id: 'search', placeholder: 'photograph, painting, recipe',
    oninput: debounce(() => load(true), 200),
  });
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
    if (anew) {
      cards.clear();
      list.replaceChildren();
    }
    for (const run of found.runs) put(run, false);
    oldest = found.next;
    more.hidden = !found.next;
    empty.hidden = cards.size > 0;
    empty.textContent = search.value ? 'Nothing of that name.' : 'No pictures yet.';
    if (search.value) announce(`${cards.size} found.`);
  }

  function put(run, atTop) {
    const known = cards.get(run.id);
    const card = known ?? new Card(run.id, () => { cards.delete(run.id); card.element.remove(); });
    card.show(run);
    if (known) return;
    cards.set(run.id, card);
    if (atTop) list.prepend(card.element);
    else list.append(card.element);
  }

  const field = h('label', { class: 'search', for: 'search' }, h('span', { class: 'unseen' }, 'Search'), search);
  main.append(h('div', { class: 'gallery-head' }, h('h1', {}, 'Gallery'), field), empty, list, more);
  showTitle('Gallery');
  return watch({
    hello: () => load(true),
    run: run => { if (cards.has(run.id) || !search.value) { put(run, true); empty.hidden = true; } },
    gone: id => { cards.get(id)?.element.remove(); cards.delete(id); },
  });
}

class Card {
  constructor(id, gone) {
    this.id = id;
    this.picture = h('img', { alt: '', loading: 'lazy' });
    this.name = h('span', { class: 'name' });
    this.recipe = h('span', { class: 'hint' });
    this.state = h('span', { class: 'tag' });
    const remove = h('button', {
      type: 'button', class: 'quiet', onclick: async () => {
        try {
          await deleteRun(id);
        } catch (failure) {
          if (failure.status !== 404) return announce(failure.message);
        }
        gone();
        announce('Deleted.');
      },
    }, 'Delete');
    this.remove = remove;
    const picture = h('div', { class: 'card-picture' }, this.picture, this.state);
    this.element = h('li', { class: 'card' },
      h('a', { href: `#/run/${id}` }, picture, this.name, this.recipe), remove);
  }

  // The list and the events travel on connections of their own, so an old state may arrive after a newer one.
  show(run) {
    if (run.revision < this.revision) return;
    this.revision = run.revision;
    this.name.textContent = `${stem(run.content)} as ${run.styles.map(style => stem(style.name)).join(', ')}`;
    this.recipe.textContent = recipe(run);
    this.remove.setAttribute('aria-label', `Delete ${this.name.textContent}`);
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
