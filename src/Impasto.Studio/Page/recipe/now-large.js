// A quick draft that is done is painted large by one button, in a size that is chosen.

import { makePlans } from '../api.js';
import { h, newId } from '../dom.js';
import { planWords } from './plans.js';

const draft = 'draft';
// Recipes that the draft is a look at, with their sizes; the first of all is chosen.
const offers = [
  { preset: 'fine', title: 'Fine', sizes: ['512', '1024', '2048'] },
  { preset: 'print', title: 'For printing', sizes: ['3000'] },
];
// What makes a draft quick; everything else stays.
const quick = ['size', 'min-size', 'steps', 'tolerance'];

// repeat: creates the run with a preset and options.
export function nowLarge(run, catalog, repeat) {
  const known = offers.filter(offer => catalog.presets.some(preset => preset.name === offer.preset));
  if (run.preset !== draft || run.state !== 'done' || run.clip || known.length === 0) return null;
  const options = Object.fromEntries(Object.entries(run.options).filter(([name]) => !quick.includes(name)));
  const id = newId('large');
  const choices = known.flatMap(offer => offer.sizes.map(size => ({ ...offer, size })));
  const words = h('p', { class: 'hint', id: `${id}-help` });
  const paint = h('button', {
    type: 'button', class: 'primary', onclick: () => {
      const { preset, size } = choices[select.selectedIndex];
      const usual = catalog.presets.find(one => one.name === preset).values.size;
      repeat({ preset, options: size === usual ? options : { ...options, size } });
    },
  }, 'Now large');
  const show = () => {
    const { plan } = choices[select.selectedIndex];
    words.textContent = `In a run of its own; the draft stays.${plan ? ` ${planWords(plan)}` : ''}`;
    words.classList.toggle('problem', Boolean(plan?.problem));
    paint.disabled = Boolean(plan?.problem);
  };
  const select = h('select', { id, onchange: show, 'aria-describedby': `${id}-help` },
    choices.map(({ title, size }) => h('option', { value: size }, `${title}, ${size} pixels`)));
  show();
  plan(run, known, options).then(plans => {
    plans.forEach((found, index) => {
      choices[index].plan = found;
      select.options[index].disabled = Boolean(found?.problem);
    });
    show();
  });
  return h('section', { class: 'panel', 'aria-label': 'Now large' },
    h('div', { class: 'row' }, h('label', { class: 'unseen', for: id }, 'Size'), select, paint), words);
}

// What each choice takes, in their order; null where it is not known.
async function plan(run, known, options) {
  const lists = await Promise.all(known.map(({ preset, sizes }) =>
    makePlans({ run: run.id, preset, ...options, sizes }).then(list => list.plans, () => sizes.map(() => null))));
  return lists.flat();
}
