// The options of a run, made from the catalogue: the most used ones in sight, all others behind "more".

import { announce, h, newId } from './dom.js';
import { dropRecipe, keepRecipe, otherRecipes, ownRecipes, paintersRecipes } from './own-recipes.js';
import { FieldProblems } from './recipe/field-problems.js';
import { OptionFields } from './recipe/option-fields.js';
import { labelOf, recipeWords } from './recipe/option-words.js';

const sizes = ['256', '512', '1024', '2048'];
const shown = ['size', 'strength', 'color'];
const colours = {
  auto: 'the painting’s', style: 'always the painting’s', content: 'the photograph’s', match: 'matched', tint: 'tinted',
  grey: 'none',
};

export class RecipeForm {
  // before: preset and options of an earlier run; null for a new one.
  constructor(catalog, before = null) {
    this.catalog = catalog;
    this.preset = catalog.presets.find(preset => preset.name === before?.preset) ?? catalog.presets[0];
    this.changed = new Map(Object.entries(before?.options ?? {}));
    this.element = h('div', { class: 'recipe' });
    // What each size takes, where somebody finds it out.
    this.plans = h('div', { class: 'plans' });
    this.draw();
  }

  // The options that differ from the preset, by name.
  get options() {
    return Object.fromEntries([...this.changed].filter(([name, value]) => value !== this.preset.values[name]));
  }

  value(name) {
    return this.changed.get(name) ?? this.preset.values[name];
  }

  set(name, value) {
    if (value === '' || value === this.preset.values[name]) this.changed.delete(name);
    else this.changed.set(name, value);
    this.fields.count();
    this.heard?.();
  }

  draw() {
    this.problems = new FieldProblems();
    const others = this.catalog.options.filter(known => !shown.includes(known.name));
    this.fields = new OptionFields(others, this);
    this.element.replaceChildren(
      this.presets(), this.strength(), this.size(), this.color(), this.others, this.fields.element);
  }

  slot(name, input) {
    return this.problems.slot(name, input);
  }

  // Shows what the studio says about options, each at its field. Gives the names of those fields.
  showProblems(problems) {
    return this.problems.show(problems);
  }

  // Brings the field of an option into sight, and the keyboard to it.
  goTo(name) {
    const field = this.fields.reveal(name) ?? this.problems.slots.get(name)?.input;
    const input = field?.matches('fieldset') ? field.querySelector('input:checked') : field;
    input?.focus();
    input?.scrollIntoView({ block: 'center' });
  }

  // The sizes to choose from, and the chosen one.
  get sizes() {
    return [...new Set([...this.knownSizes(), 'original', this.value('size')])];
  }

  knownSizes() {
    return [...new Set([...sizes, this.preset.values.size])].sort((one, other) => one - other);
  }

  presets() {
    const name = newId('preset');
    const groups = [
      paintersRecipes(this.catalog),
      ownRecipes(this.catalog).map(recipe => ({ ...recipe, hint: recipeWords(recipe), isOwn: true })),
      otherRecipes(this.catalog),
    ];
    const taken = this.isTaken(groups.flat());
    const hint = h('p', { class: 'hint', id: newId('recipe-hint') }, taken.hint);
    const chip = recipe => h('div', { class: 'chip' },
      choice(name, recipe.title, recipe === taken, () => this.take(recipe), recipe.title),
      recipe.isOwn && h('button', {
        type: 'button', class: 'quiet', 'aria-label': `Remove the recipe ${recipe.title}`,
        onclick: () => { dropRecipe(this.catalog, recipe.title); this.draw(); },
      }, '×'));
    const card = recipe => choice(name, recipe.title, recipe === taken, () => this.take(recipe),
      h('b', {}, recipe.title), h('small', {}, recipe.hint));
    // Out of the way of what is changed most.
    this.others = h('div', { class: 'other-recipes' },
      h('details', { open: groups[2].includes(taken) },
        h('summary', {}, 'More recipes, also of other programs'),
        h('fieldset', { class: 'choices cards' }, h('legend', { class: 'unseen' }, 'More recipes'), groups[2].map(card))),
      this.keeper());
    return h('fieldset', { class: 'choices recipes', 'aria-describedby': hint.id }, h('legend', {}, 'Recipe'),
      groups[0].map(chip), groups[1].map(chip), hint);
  }

  // The recipe with these options and nothing else that has one, or the first of the preset.
  isTaken(recipes) {
    const same = recipes.filter(recipe => recipe.preset === this.preset.name);
    const options = JSON.stringify(sorted(this.options));
    return same.find(recipe => recipe.title === this.title)
      ?? same.find(recipe => JSON.stringify(sorted(recipe.options)) === options) ?? same[0];
  }

  take(recipe) {
    this.preset = this.catalog.presets.find(preset => preset.name === recipe.preset);
    this.changed = new Map(Object.entries(recipe.options));
    this.title = recipe.title;
    this.draw();
    this.heard?.();
    [...this.element.querySelectorAll('input[type=radio]')].find(input => input.value === recipe.title)?.focus();
  }

  // Keeps the present options under a name.
  keeper() {
    const id = newId('keep');
    const input = h('input', { id, type: 'text', maxlength: '40', placeholder: 'a name for this recipe' });
    const keep = () => {
      const title = input.value.trim();
      if (!title) return input.focus();
      keepRecipe(this.catalog, { title, preset: this.preset.name, options: this.options });
      this.title = title;
      this.draw();
      announce(`The recipe ${title} is kept in this browser.`);
    };
    return h('details', {}, h('summary', {}, 'Keep this recipe'),
      h('div', { class: 'row' }, h('label', { for: id, class: 'unseen' }, 'Name of the recipe'), input,
        h('button', { type: 'button', onclick: keep }, 'Keep')));
  }

  strength() {
    const id = newId('strength');
    const output = h('output', { for: id }, this.value('strength'));
    const input = h('input', {
      type: 'range', id, min: '0', max: '100', step: '1', value: this.value('strength'),
      oninput: () => { output.textContent = input.value; this.set('strength', input.value); },
    });
    return h('div', { class: 'slider' },
      h('label', { for: id }, labelOf('strength')), output, input, this.slot('strength', input),
      h('div', { class: 'ends hint' }, h('span', {}, 'more photograph'), h('span', {}, 'more painting')));
  }

  size() {
    const name = newId('size');
    const known = this.knownSizes();
    const other = !known.includes(this.value('size')) && this.value('size') !== 'original';
    const number = h('input', {
      type: 'number', min: '1', max: '100000', 'aria-label': 'Longer side in pixels', hidden: !other,
      value: other ? this.value('size') : '', oninput: () => this.set('size', number.value),
    });
    const pick = value => () => { number.hidden = true; this.set('size', value); };
    const element = h('fieldset', { class: 'choices sizes' }, h('legend', {}, `${labelOf('size')}, longer side in pixels`),
      known.map(value => choice(name, value, this.value('size') === value, pick(value), value)),
      choice(name, 'original', this.value('size') === 'original', pick('original'), 'original'),
      choice(name, 'other', other, () => { number.hidden = false; number.focus(); }, 'other'),
      number);
    element.append(this.slot('size', element), this.plans);
    return element;
  }

  color() {
    const name = newId('color');
    const option = this.catalog.options.find(known => known.name === 'color');
    const element = h('fieldset', { class: 'choices colours' }, h('legend', { title: option.help }, labelOf('color')),
      option.choices.map(value =>
        choice(name, value, this.value('color') === value, () => this.set('color', value), colours[value] ?? value)));
    element.append(this.slot('color', element));
    return element;
  }
}

const sorted = options => Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1));

function choice(name, value, checked, chosen, ...label) {
  return h('label', { class: 'choice' },
    h('input', { type: 'radio', name, value, checked, onchange: chosen }), h('span', {}, ...label));
}
