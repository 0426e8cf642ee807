// The place beside the recipe where a file brings another one.

import { announce, h, newId } from '../dom.js';
import { fillFrom, hasRecipe } from './shared.js';

// chosen: what is filled. filled: shows it, with sentences.
export function recipeOpener({ chosen, catalog, filled, said = [] }) {
  const id = newId('recipe-file');
  const words = h('div', { class: 'recipe-words' }, said.map(sentence => h('p', {}, sentence)));
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const open = async file => {
    problem.hidden = true;
    try {
      const sentences = await fillFrom(file, chosen, catalog);
      announce(sentences.join(' '));
      filled(sentences);
    } catch (failure) {
      problem.textContent = failure.message;
      problem.hidden = false;
    }
  };
  const input = h('input', {
    type: 'file', id, class: 'unseen', accept: '.impasto,image/*,.tif,.tiff', 'aria-describedby': `${id}-help`,
    onchange: () => { if (input.files[0]) open(input.files[0]); input.value = ''; },
  });
  return {
    element: h('div', { class: 'recipe-opener' },
      h('label', { class: 'button', for: id }, 'Open a recipe', input),
      h('p', { class: 'hint', id: `${id}-help` }, 'A file of Share, or a picture that Impasto made.')),
    // What a file brought, or why it brought nothing: where it is seen.
    notice: h('div', { class: 'recipe-notice' }, words, problem),
    open,
    // A chosen picture may be a result: its recipe is there for a click.
    offer: async picture => {
      if (!await hasRecipe(picture?.file)) return;
      problem.hidden = true;
      words.replaceChildren(h('p', {}, `${picture.name} was made by Impasto. `), h('button', {
        type: 'button', onclick: () => open(picture.file),
      }, 'Use its recipe'));
    },
  };
}
