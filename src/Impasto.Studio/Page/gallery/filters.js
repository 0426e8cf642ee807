// What the gallery shows, and in which order. It stays while the user visits other pages.

import { debounce, h, newId } from '../dom.js';

const states = [
  ['', 'all states', []],
  ['finished', 'finished', ['done', 'stopped']],
  ['working', 'waiting or painting', ['queued', 'running', 'paused']],
  ['failed', 'failed', ['failed']],
  ['cancelled', 'given up', ['cancelled']],
];
const kinds = [['', 'pictures and clips'], ['picture', 'pictures'], ['clip', 'clips']];
const sorts = [
  ['newest', 'newest first'], ['oldest', 'oldest first'], ['name', 'by name'], ['size', 'largest first'],
];

const none = { search: '', state: '', kind: '', preset: '', painting: '', favorite: false };
const chosen = { ...none, sort: 'newest' };

export class GalleryFilters {
  // changed: called when another list is wanted.
  constructor(catalog, changed) {
    this.changed = changed;
    this.search = h('input', {
      type: 'search', id: 'search', placeholder: 'photograph, painting, recipe', value: chosen.search,
      oninput: debounce(() => this.set('search', this.search.value.trim()), 200),
    });
    this.painting = h('span', { class: 'row', hidden: true });
    this.reset = h('button', { type: 'button', class: 'quiet', onclick: () => this.clear() }, 'Show all');
    this.selects = [
      this.select('state', 'State', states),
      this.select('kind', 'Kind', kinds),
      this.select('preset', 'Recipe', [['', 'all recipes'], ...catalog.presets.map(({ name }) => [name, name])]),
    ];
    this.favorite = h('input', {
      type: 'checkbox', checked: chosen.favorite, onchange: event => this.set('favorite', event.target.checked),
    });
    this.head = h('label', { class: 'search', for: 'search' }, h('span', { class: 'unseen' }, 'Search'), this.search);
    this.element = h('div', { class: 'row filters', role: 'group', 'aria-label': 'What is shown' },
      this.selects.map(select => select.parentElement),
      h('label', { class: 'check' }, this.favorite, ' favourites only'),
      this.painting, this.reset, this.select('sort', 'Order', sorts).parentElement);
    this.show();
  }

  select(name, label, words) {
    const id = newId(name);
    const element = h('select', { id, onchange: () => this.set(name, element.value) },
      words.map(([value, text]) => h('option', { value, selected: chosen[name] === value }, text)));
    h('div', { class: 'filter' }, h('label', { for: id, class: 'unseen' }, label), element);
    element.dataset.name = name;
    return element;
  }

  set(name, value) {
    chosen[name] = value;
    this.show();
    this.changed();
  }

  clear() {
    Object.assign(chosen, none);
    this.search.value = '';
    this.favorite.checked = false;
    for (const select of this.selects) select.value = '';
    this.search.focus();
    this.show();
    this.changed();
  }

  show() {
    this.reset.hidden = !this.isFiltered;
    this.painting.hidden = !chosen.painting;
    this.painting.replaceChildren(h('span', { class: 'badge' }, `painting ${chosen.painting}`), h('button', {
      type: 'button', class: 'quiet', 'aria-label': `Not only ${chosen.painting}`,
      onclick: () => { this.search.focus(); this.set('painting', ''); },
    }, '×'));
  }

  get isFiltered() {
    return Object.keys(none).some(name => chosen[name] !== none[name]);
  }

  // The query of the list, without limit and place.
  get query() {
    const query = new URLSearchParams({ sort: chosen.sort });
    for (const name of ['search', 'kind', 'preset', 'painting']) if (chosen[name]) query.set(name, chosen[name]);
    if (chosen.favorite) query.set('favorite', 'true');
    for (const state of this.states) query.append('state', state);
    return query;
  }

  get states() {
    return states.find(([name]) => name === chosen.state)[2];
  }

  // Whether a run that just changed belongs to the list; what only the studio can find is not looked for.
  has(run) {
    return (!this.states.length || this.states.includes(run.state))
      && (!chosen.kind || (chosen.kind === 'clip') === Boolean(run.clip))
      && (!chosen.preset || chosen.preset === run.preset)
      && (!chosen.painting || run.styles.some(style => style.name === chosen.painting))
      && (!chosen.favorite || run.favorite);
  }

  // Whether a new run that belongs to the list is its first one.
  get beginsWithNew() {
    return chosen.sort === 'newest' && !chosen.search;
  }
}
