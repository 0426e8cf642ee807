// A strip: pictures that differ in the value of one option.

import { h, newId } from './dom.js';

// Values to begin with, for the options that are varied most.
const usual = { strength: '0,25,50,75,100', size: '256,512,1024' };

// A list has semicolons if its values contain commas, as on the command line.
export const stripValues = strip => [...new Set(
  strip.values.split(strip.values.includes(';') ? ';' : ',').map(value => value.trim()).filter(Boolean))];

// strip: the option's name, empty for none, and its values; what is chosen is written into it.
export function stripFields(catalog, strip, changed) {
  const id = newId('strip');
  const values = h('input', {
    type: 'text', 'aria-label': 'Values of the strip', value: strip.values, hidden: !strip.option,
    oninput: () => { strip.values = values.value.trim(); changed(); },
  });
  const hint = h('p', { class: 'hint', id: `${id}-help` });
  const describe = () => {
    const option = catalog.options.find(known => known.name === strip.option);
    hint.textContent = option
      ? `A picture for each value: ${option.range || option.choices.join(', ')}.` : 'a picture for each value of an option';
  };
  const select = h('select', {
    id, 'aria-describedby': `${id}-help`,
    onchange: () => {
      const option = catalog.options.find(known => known.name === select.value);
      strip.option = select.value;
      strip.values = usual[select.value] ?? option?.choices.join(',') ?? '';
      values.value = strip.values;
      values.hidden = !option;
      describe();
      changed();
    },
  }, h('option', { value: '' }, '–'), catalog.options.map(option =>
    h('option', { value: option.name, selected: option.name === strip.option }, option.label)));
  describe();
  return h('div', { class: 'strip-fields' }, h('label', { for: id, class: 'share' }, 'Strip'), select, values, hint);
}
