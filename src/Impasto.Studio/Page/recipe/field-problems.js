// Sentences at the fields that they are about.

import { h, newId } from '../dom.js';
import { inPageWords } from './option-words.js';

export class FieldProblems {
  constructor() {
    this.slots = new Map();
  }

  // The place of a field's sentence. input: what the sentence is about; it may be a group.
  slot(name, input) {
    const element = h('p', { class: 'problem at-field', id: newId('problem'), hidden: true });
    this.slots.set(name, { element, input, help: input.getAttribute('aria-describedby') ?? '' });
    return element;
  }

  // problems: those of an answer, each with the field and a sentence. Gives the names of those that have a place here.
  show(problems) {
    for (const [name, { element, input, help }] of this.slots) {
      const sentences = problems.filter(problem => problem.field === name).map(problem => inPageWords(problem.detail));
      element.textContent = sentences.join(' ');
      element.hidden = sentences.length === 0;
      if (!input.matches('fieldset')) describe(input, 'aria-invalid', sentences.length ? 'true' : '');
      describe(input, 'aria-describedby', sentences.length ? `${help} ${element.id}`.trim() : help);
    }
    return problems.map(problem => problem.field).filter(name => this.slots.has(name));
  }
}

function describe(input, attribute, value) {
  if (value) input.setAttribute(attribute, value);
  else input.removeAttribute(attribute);
}
