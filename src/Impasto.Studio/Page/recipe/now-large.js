// A quick draft that is done is painted in its full size by one button.

import { h } from '../dom.js';

const draft = 'draft', full = 'fine';
// What makes a draft quick; everything else stays.
const quick = ['size', 'min-size', 'steps', 'tolerance'];

// repeat: creates the run with a preset and options.
export function nowLarge(run, catalog, repeat) {
  const preset = catalog.presets.find(known => known.name === full);
  if (run.preset !== draft || run.state !== 'done' || run.clip || !preset) return null;
  const options = Object.fromEntries(Object.entries(run.options).filter(([name]) => !quick.includes(name)));
  return h('section', { class: 'panel', 'aria-label': 'Now large' },
    h('button', { type: 'button', class: 'primary', onclick: () => repeat({ preset: full, options }) }, 'Now large'),
    h('p', { class: 'hint' },
      `The same recipe as ${full}, ${preset.values.size} pixels, in a run of its own. The draft stays.`));
}
