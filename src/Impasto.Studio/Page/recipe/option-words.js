// Options in words for painters: the labels of the catalogue instead of the command's names.

let labels = new Map();
// Where a sentence of the studio has the name of an option: at the beginning of a line, as in "steps: expected ...", and
// where one option depends on another, as in "has no effect with min-size 0".
let leading, depending;

// Once, before a page is shown.
export function learnOptions(catalog) {
  labels = new Map(catalog.options.map(option => [option.name, option.label]));
  const names = [...labels.keys()].sort((one, other) => other.length - one.length).join('|');
  leading = new RegExp(`^(${names})(: | has no effect)`, 'gm');
  depending = new RegExp(`\\b(with|without) (${names})(?= \\w)`, 'gi');
}

export const labelOf = name => labels.get(name) ?? name;

// A label inside a sentence: strength of the painting.
export const phraseOf = name => {
  const label = labelOf(name);
  return label[0].toLowerCase() + label.slice(1);
};

// fine, strength of the painting 80
export const recipeWords = ({ preset, options }) =>
  [preset, ...Object.entries(options).map(([name, value]) => `${phraseOf(name)} ${value}`)].join(', ');

// A sentence of the studio in the page's words.
export const inPageWords = sentence => sentence
  .replace(leading, (_, name, rest) => `“${labelOf(name)}”${rest}`)
  .replace(depending, (_, word, name) => `${word} “${labelOf(name)}”`);
