// Recipes to choose from: in a painter's words, and the user's own, which the browser keeps.

const key = 'impasto.recipes';
const most = 40;

const painters = [
  { title: 'Fine', hint: 'the best picture', preset: 'fine', options: {} },
  { title: 'Quick look', hint: 'a draft in a fraction of the time', preset: 'draft', options: {} },
  { title: 'For printing', hint: 'large, with dots an inch', preset: 'print', options: {} },
  { title: 'Bold', hint: 'more of the painting', preset: 'fine', options: { strength: '75' } },
  { title: 'Gentle', hint: 'more of the photograph', preset: 'fine', options: { strength: '25' } },
];

const isKnown = catalog => recipe => catalog.presets.some(preset => preset.name === recipe.preset);

export const paintersRecipes = catalog => painters.filter(isKnown(catalog));

export const otherRecipes = catalog => catalog.presets
  .filter(preset => !painters.some(recipe => recipe.preset === preset.name))
  .map(preset => ({ title: preset.name, hint: preset.summary, preset: preset.name, options: {} }));

export function ownRecipes(catalog) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]').filter(isKnown(catalog));
  } catch {
    return [];
  }
}

export function keepRecipe(catalog, recipe) {
  const others = ownRecipes(catalog).filter(known => known.title !== recipe.title);
  store([recipe, ...others].slice(0, most));
}

export function dropRecipe(catalog, title) {
  store(ownRecipes(catalog).filter(known => known.title !== title));
}

function store(recipes) {
  try {
    localStorage.setItem(key, JSON.stringify(recipes));
  } catch {
    // A private window, or no room.
  }
}
