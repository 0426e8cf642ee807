// The chain of runs that continue or repeat each other, as small pictures to walk.

import { h } from './dom.js';
import { phraseOf } from './recipe/option-words.js';
import { pictureOf } from './run-picture.js';

// null if the run stands alone. ancestors: the oldest first. successors: what continues or repeats this run.
export function runChain(catalog, run, ancestors, successors) {
  if (ancestors.length + successors.length === 0) return null;
  const step = (one, before) => h('li', {}, h('a', {
    href: `#/run/${one.id}`, 'aria-current': one.id === run.id && 'page',
  }, h('img', { src: pictureOf(one), alt: '', loading: 'lazy' }),
  h('span', {}, before ? changesOf(catalog, before, one) : one.preset)));
  const line = [...ancestors, run];
  return h('section', { class: 'panel', 'aria-label': 'How it came about' }, h('h2', {}, 'How it came about'),
    h('ol', { class: 'chain' }, line.map((one, index) => step(one, line[index - 1]))),
    successors.length > 0 && h('h3', {}, 'What came of it'),
    successors.length > 0 && h('ul', { class: 'chain' }, successors.map(one => step(one, run))));
}

// strength 50 → 80
function changesOf(catalog, before, after) {
  const names = new Set([...Object.keys(before.options), ...Object.keys(after.options)]);
  const changes = [...names]
    .map(name => ({ name, before: valueOf(catalog, before, name), after: valueOf(catalog, after, name) }))
    .filter(change => change.before !== change.after);
  if (before.preset !== after.preset) changes.unshift({ name: 'preset', before: before.preset, after: after.preset });
  const words = changes.map(changeInWords).join(', ');
  return `${after.continues ? 'continues' : 'again'}${words ? `: ${words}` : ''}`;
}

export const changeInWords = ({ name, before, after }) => `${phraseOf(name)} ${before ?? '–'} → ${after ?? '–'}`;

const valueOf = (catalog, run, name) =>
  run.options[name] ?? catalog.presets.find(preset => preset.name === run.preset)?.values[name];
