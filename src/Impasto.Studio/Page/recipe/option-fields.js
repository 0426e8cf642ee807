// All options but the ones in sight: by groups, found by words of their label, name and help, with pictures of what they
// do.

import { h, newId } from '../dom.js';
import { inPageWords } from './option-words.js';

// From the documents: options with a picture, and what it shows.
const pictures = [
  ['strength', 'The cat at strength 0, 25, 50, 75 and 100', ['style-weight']],
  ['content', 'The cat by default, with only what matches, and with only the photograph',
    ['content-target', 'photo-share', 'match-layers']],
  ['texture', 'A texture of glass, and the cat from its features at conv4_2 and at conv5_1', ['content-layers']],
  ['loss', 'The cat by Gram matrices, with means and deviations, and by the Wasserstein-2 distance', ['style-loss']],
  ['color', 'The cat in the mosaic’s colours, with these matched, with the photograph’s, and tinted', ['color-method']],
  ['regions', 'A cat left alone, a cat as a meadow, and a rocket between two paintings', ['feather']],
  ['strokes', 'The cat with strokes of half and of twice the size', ['style-scale', 'style-size']],
];

export const pictureOf = name => pictures.find(([, , options]) => options.includes(name));

export class OptionFields {
  // options: those of the catalogue that have a field. form: gives values, takes changes.
  constructor(options, form) {
    this.form = form;
    this.fields = options.map(option => ({ option, element: this.field(option) }));
    this.badge = h('span', { class: 'badge', hidden: true });
    this.none = h('p', { class: 'hint', role: 'status', hidden: true }, 'No option has these words.');
    const id = newId('find-option');
    this.search = h('input', {
      type: 'search', id, placeholder: 'such as strokes, memory, edges', oninput: () => this.find(),
    });
    this.groups = [...Map.groupBy(this.fields, field => field.option.group)].map(([group, fields]) => ({
      fields, element: h('fieldset', {}, h('legend', {}, group), fields.map(field => field.element)),
    }));
    this.element = h('details', { class: 'more' }, h('summary', {}, 'More options', this.badge),
      h('div', { class: 'find-option' }, h('label', { for: id }, 'Find an option'), this.search), this.none,
      this.groups.map(group => group.element));
    this.count();
  }

  // Every word must be in the label, the command's name, the help or the group.
  find() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { option, element } of this.fields) {
      const text = [option.label, option.name, option.help, option.group, ...option.choices].join(' ').toLowerCase();
      element.hidden = !words.every(word => text.includes(word));
    }
    for (const { fields, element } of this.groups) element.hidden = fields.every(field => field.element.hidden);
    this.none.hidden = this.groups.some(group => !group.element.hidden);
  }

  // How many options are not as the preset has them.
  count() {
    const changed = this.fields.filter(({ option }) => this.form.changed.has(option.name)).length;
    this.badge.hidden = changed === 0;
    this.badge.textContent = changed ? `${changed} changed` : '';
  }

  // Brings a field into sight, also one that the search has hidden; gives its input, nothing if it is not here.
  reveal(name) {
    const found = this.fields.find(field => field.option.name === name);
    if (!found) return undefined;
    this.element.open = true;
    this.search.value = '';
    this.find();
    return found.element.querySelector('input, select');
  }

  field(option) {
    const id = newId(option.name);
    const standard = this.form.preset.values[option.name];
    const value = this.form.value(option.name);
    const heard = event => this.form.set(option.name, event.target.value.trim());
    const range = /^(-?[\d.e+-]+) to (-?[\d.e+-]+)$/.exec(option.range);
    const input = option.choices.length > 0
      ? h('select', { id, onchange: heard, 'aria-describedby': `${id}-help` }, ...words(option, standard).map(word =>
        h('option', { value: word, selected: word === (value ?? '') }, word || '–')))
      : h('input', {
        id, type: range ? 'number' : 'text', step: range && 'any', min: range?.[1], max: range?.[2],
        value: value === standard ? '' : value, placeholder: standard, oninput: heard, 'aria-describedby': `${id}-help`,
      });
    const [picture, shown] = pictureOf(option.name) ?? [];
    return h('div', { class: 'field' }, h('label', { for: id }, option.label), input,
      this.form.slot(option.name, input),
      h('p', { class: 'hint', id: `${id}-help` }, [
        inPageWords(option.help), option.choices.length ? '' : `${option.range}.`,
        standard === undefined ? '' : `[${standard}]`, `By command: ${option.name}.`,
      ].filter(Boolean).join(' ')),
      picture && h('img', { class: 'shows', src: `/pictures/${picture}.jpg`, alt: shown, loading: 'lazy' }));
  }
}

// An option of another optimiser than the preset's has no value yet.
function words(option, standard) {
  const known = option.choices.filter(word => word !== 'picture');
  return standard === undefined ? ['', ...known] : known;
}
