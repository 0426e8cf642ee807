// The star of a run: a button that is pressed while the run is a favourite.

import { setFavorite } from '../api.js';
import { announce, h } from '../dom.js';

export class FavoriteButton {
  // changed: gets the run as the studio has it afterwards.
  constructor(changed) {
    this.changed = changed;
    this.element = h('button', { type: 'button', class: 'quiet star', onclick: () => this.toggle() });
  }

  show(run, name) {
    this.run = run;
    this.element.setAttribute('aria-pressed', String(run.favorite));
    this.element.setAttribute('aria-label', `Favourite: ${name}`);
    this.element.title = run.favorite ? 'A favourite' : 'Make it a favourite';
    this.element.textContent = run.favorite ? '★' : '☆';
  }

  async toggle() {
    try {
      const run = await setFavorite(this.run.id, !this.run.favorite);
      announce(run.favorite ? 'It is a favourite.' : 'It is no favourite any more.');
      this.changed(run);
    } catch (failure) {
      announce(failure.message);
    }
  }
}
