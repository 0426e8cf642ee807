// What each size would take, beside the sizes, before Paint is pressed.

import { makePlans } from '../api.js';
import { debounce, h } from '../dom.js';
import { isClip } from '../drop-zone.js';

const bases = {
  runs: 'Time by the pace of earlier runs here.',
  measured: 'Time by one small step, measured here.',
  '': 'How long it takes is known after the first run.',
};

const known = new WeakMap();

// Columns and rows of a chosen picture; null if the browser can't read it.
export function sizeOf(picture) {
  if (!picture.file || !picture.url) return null;
  if (!known.has(picture.file)) known.set(picture.file, measure(picture.url).catch(() => null));
  return known.get(picture.file);
}

async function measure(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return `${image.naturalWidth}x${image.naturalHeight}`;
}

// A time for people, roughly.
export function time(seconds) {
  if (seconds < 1) return '1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

export const memory = bytes => (bytes < 1e9
  ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

// One line of a plan: 512: about 9 s, 0.4 GB.
export function planWords(plan) {
  const facts = [
    plan.seconds !== null && `about ${time(plan.seconds)}`,
    plan.memoryBytes !== null && `${memory(plan.memoryBytes)} of memory`,
    plan.diskBytes > 0 && `${memory(plan.diskBytes)} on disk`,
  ].filter(Boolean);
  const size = `${plan.width} × ${plan.height}`;
  return plan.problem || [size, ...facts].join(', ');
}

// chosen: photograph, paintings and recipe. Gives a function that is called after every change.
export function sizePlans(chosen) {
  let asked = null;
  const show = (...children) => {
    chosen.recipe?.plans.replaceChildren(...children);
  };
  const ask = debounce(async () => {
    const mine = new AbortController();
    asked = mine;
    const { photo, paintings, recipe } = chosen;
    if (!photo || paintings.length === 0 || isClip(photo)) return show();
    const sizes = await Promise.all([photo, ...paintings].map(sizeOf));
    if (asked !== mine) return undefined;
    const unread = [photo, ...paintings].find((_, i) => !sizes[i]);
    if (unread) {
      return show(h('p', { class: 'hint' },
        `Time and memory are not known: the browser can’t read ${unread.name}.`));
    }
    const [content, ...style] = sizes;
    const wanted = recipe.sizes;
    const base = { content, style, preset: recipe.preset.name, ...recipe.options, sizes: wanted };
    // The sizes are asked for one by one.
    delete base.size;
    try {
      const { plans, basis, memoryLimit } = await makePlans(base, mine.signal);
      if (asked !== mine) return undefined;
      const isKnown = plans.some(plan => plan.memoryBytes !== null);
      return show(
        h('ul', {}, plans.map(plan => h('li', {
          class: plan.problem ? 'problem' : '', 'aria-current': plan.size === recipe.value('size') ? 'true' : null,
        }, h('b', {}, `${plan.size}:`), ` ${planWords(plan)}`))),
        h('p', { class: 'hint' }, memoryLimit === null
          ? 'Other machines do the work: what it takes there is not known here.'
          : `${isKnown ? bases[basis] : ''} ${memory(memoryLimit)} of memory may be used now.`));
    } catch (failure) {
      // What is wrong with an option stands at the option.
      if (failure.name !== 'AbortError' && asked === mine) show();
      return undefined;
    }
  }, 250);
  return {
    update: () => {
      asked?.abort();
      ask();
    },
    end: () => asked?.abort(),
  };
}
