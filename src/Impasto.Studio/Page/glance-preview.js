// The preview: about what a run would make, shown while it is chosen.

import { makePreview } from './api.js';
import { debounce, h } from './dom.js';
import { inPageWords } from './recipe/option-words.js';

// Twice the preview's size: a frame may show a part of the photograph.
const longestSide = 1024;
const largestFile = 300_000;
const copies = new WeakMap();

// Gets the bytes to send with every change: a small copy, of a clip its first frame, or the file if the browser can't
// read it.
export function smallCopy(file) {
  if (!copies.has(file)) copies.set(file, shrink(file).catch(() => file));
  return copies.get(file);
}

async function shrink(file) {
  const isClip = file.type.startsWith('video/');
  const bitmap = isClip ? await firstFrame(file) : await createImageBitmap(file);
  const factor = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  if (factor === 1 && file.size <= largestFile && !isClip) return file;
  const canvas = h('canvas', { width: Math.round(bitmap.width * factor), height: Math.round(bitmap.height * factor) });
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise(done => { canvas.toBlob(blob => done(blob ?? file), 'image/webp', 0.92); });
}

async function firstFrame(file) {
  const url = URL.createObjectURL(file);
  try {
    const video = h('video', { muted: true, preload: 'auto', src: url });
    await new Promise((done, failed) => {
      video.addEventListener('loadeddata', done);
      video.addEventListener('error', () => failed(new Error('The browser does not play this clip.')));
    });
    return await createImageBitmap(video);
  } finally {
    URL.revokeObjectURL(url);
  }
}

// collect: makes the form of the run as it is chosen now; null if something is missing. told: gets what is wrong with
// options, each with its field; nothing if all are right.
export function glancePreview(collect, told) {
  const image = h('img', { alt: 'Preview of the picture', hidden: true });
  const words = h('p', { class: 'hint' });
  const element = h('section', { class: 'panel preview', 'aria-label': 'Preview', hidden: true }, image, words);
  let asked = null;
  const show = (url, sentence) => {
    if (image.src) URL.revokeObjectURL(image.src);
    image.hidden = url === null;
    if (url) image.src = url;
    else image.removeAttribute('src');
    words.textContent = sentence;
    element.hidden = false;
  };
  const ask = debounce(async () => {
    const mine = new AbortController();
    asked = mine;
    try {
      const data = await collect();
      if (asked !== mine) return;
      element.hidden = data === null;
      if (data === null) return;
      if (image.hidden) words.textContent = 'The preview is being made.';
      element.setAttribute('aria-busy', 'true');
      const made = await makePreview(data, mine.signal);
      if (asked !== mine) return;
      show(URL.createObjectURL(made), 'About what Paint will make, in one pass.');
      told([]);
    } catch (failure) {
      if (failure.name === 'AbortError' || asked !== mine) return;
      show(null, inPageWords(failure.message));
      told(failure.errors ?? []);
    } finally {
      if (asked === mine) element.removeAttribute('aria-busy');
    }
  }, 60);
  return {
    element,
    update: () => {
      asked?.abort();
      ask();
    },
  };
}
