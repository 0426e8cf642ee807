// What each size would take, beside the sizes, before Paint is pressed.

import { makePlans } from '../api.js';
import { debounce, h } from '../dom.js';
import { isClip } from '../drop-zone.js';
import { lookAt } from './looks.js';
import { inPageWords } from './option-words.js';

const bases = {
  runs: 'Time by the pace of earlier runs here.',
  measured: 'Time by one small step, measured here.',
  '': 'How long it takes is known after the first run.',
};

// A time for people, roughly.
export function time(seconds) {
  if (seconds < 1) return '1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

export const memory = bytes => (bytes < 1e9
  ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

const frameTime = seconds => (seconds < 10 ? `${seconds.toFixed(1)} s` : time(seconds));

// One line of a plan: 512 × 384, about 9 s, 0.4 GB of memory.
export function planWords(plan) {
  const facts = [
    plan.frames && `${plan.frames} ${plan.frames === 1 ? 'frame' : 'frames'}`,
    plan.seconds !== null && `about ${time(plan.seconds)}`,
    plan.frameSeconds && `${frameTime(plan.frameSeconds)} a frame`,
    plan.memoryBytes !== null && `${memory(plan.memoryBytes)} of memory`,
    plan.diskBytes > 0 && `${memory(plan.diskBytes)} on disk`,
  ].filter(Boolean);
  const size = `${plan.width} × ${plan.height}`;
  return plan.problem ? inPageWords(plan.problem) : [size, ...facts].join(', ');
}

// A size that is not chosen: 9 s, 0.4 GB.
const shortWords = plan => [
  plan.seconds !== null && time(plan.seconds),
  plan.memoryBytes !== null && memory(plan.memoryBytes),
].filter(Boolean).join(', ') || `${plan.width} × ${plan.height}`;

// A time as people write it: 12.5, 1:30 or 0:01:30; null for something else.
function secondsOf(text) {
  const parts = text.split(':').map(Number);
  return text && parts.length <= 3 && parts.every(part => part >= 0)
    ? parts.reduce((sum, part) => sum * 60 + part, 0) : null;
}

// Seconds of the part of a clip that is painted; infinite if neither its file nor the part says where it ends.
const partSeconds = ({ seconds }, { from, to }) =>
  Math.min(secondsOf(to) ?? Infinity, seconds ?? Infinity) - (secondsOf(from) ?? 0);

// Its frames; null if nothing is known of the length.
function framesOf(look, part) {
  const seconds = partSeconds(look, part);
  if (look.frames && !part.from && !part.to) return look.frames;
  return Number.isFinite(seconds) ? Math.max(1, Math.round(seconds * look.rate)) : null;
}

// What a clip adds to what is asked for.
const clipOf = (look, part) => ({
  frames: framesOf(look, part),
  ...(part.quick ? { quick: true } : part.frameSteps ? { frameSteps: part.frameSteps } : {}),
});

// chosen: photograph, paintings, recipe and the part of a clip. clipPlan: the place below a clip. limits: those of the
// studio. Gives a function that is called after every change.
export function sizePlans(chosen, clipPlan, limits) {
  let asked = null;
  const showClip = (problem, words) => {
    clipPlan.classList.toggle('problem', Boolean(problem));
    clipPlan.textContent = words;
  };
  const show = (...children) => {
    chosen.recipe?.plans.replaceChildren(...children);
    showClip('', '');
  };
  const ask = debounce(async () => {
    const mine = new AbortController();
    asked = mine;
    const { photo, paintings, recipe } = chosen;
    if (!photo || paintings.length === 0) return show();
    const looks = await Promise.all([photo, ...paintings].map(lookAt));
    if (asked !== mine) return undefined;
    // What is wrong with a file stands at the file.
    if (looks.some(look => look.problem)) return show();
    const unread = [photo, ...paintings].find((_, i) => !looks[i].size);
    const clip = isClip(photo) ? clipOf(looks[0], chosen.clip) : {};
    if (unread || clip.frames === null) {
      return show(h('p', { class: 'hint' },
        `Time and memory are not known before ${(unread ?? photo).name} is read.`));
    }
    const lasts = isClip(photo) ? partSeconds(looks[0], chosen.clip) : 0;
    if (Number.isFinite(lasts) && lasts > limits.maxClipSeconds) {
      show();
      return showClip(true, `It lasts ${Math.round(lasts)} s, and the limit is ${limits.maxClipSeconds}: `
        + 'choose a part with From and To.');
    }
    const [content, ...style] = looks.map(look => look.size);
    const wanted = recipe.sizes;
    const base = { content, style, ...clip, preset: recipe.preset.name, ...recipe.options, sizes: wanted };
    // The sizes are asked for one by one.
    delete base.size;
    try {
      const { plans, basis, memoryLimit } = await makePlans(base, mine.signal);
      if (asked !== mine) return undefined;
      const isKnown = plans.some(plan => plan.memoryBytes !== null);
      const isOwn = plan => plan.size === recipe.value('size');
      const own = plans.find(isOwn);
      // The chosen size in full before the others.
      show(
        h('ul', {}, [...plans].sort((one, other) => isOwn(other) - isOwn(one)).map(plan => h('li', {
          class: plan.problem ? 'problem' : '', 'aria-current': isOwn(plan) ? 'true' : null,
        }, h('b', {}, `${plan.size}:`), ` ${isOwn(plan) || plan.problem ? planWords(plan) : shortWords(plan)}`))),
        h('p', { class: 'hint' }, memoryLimit === null
          ? 'Other machines do the work: what it takes there is not known here.'
          : `${isKnown ? bases[basis] : ''} ${memory(memoryLimit)} of memory may be used now.`));
      if (own && isClip(photo)) showClip(own.problem, `${planWords(own)}.`.replace('..', '.'));
      return undefined;
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
