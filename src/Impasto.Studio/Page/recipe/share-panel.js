// Gives a run away as one file.

import { h } from '../dom.js';

export function sharePanel(run) {
  return h('section', { class: 'panel', 'aria-label': 'Share' }, h('h2', {}, 'Share'),
    h('a', { class: 'button', download: '', href: `/api/runs/${run.id}/share` }, 'Download with recipe and pictures'),
    h('p', { class: 'hint' }, 'One file that another studio opens: drop it on its New page. It has the '
      + `${run.clip ? 'clip' : 'photograph'} and the paintings as you gave them, with all that is in their files.`));
}
