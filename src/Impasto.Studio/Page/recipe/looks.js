// A chosen file is looked at at once: what it is, its size, and whether it can be read. The browser looks first; what
// it can't show goes to the studio, which says what is wrong in a sentence.

import { lookAtFile } from '../api.js';
import { h } from '../dom.js';
import { isClip } from '../drop-zone.js';

const looks = new WeakMap();
const heads = 12;

// size: columns and rows. view: the address of a small picture where the browser shows none. problem: why it can't be
// read. frames, rate, seconds: those of a clip.
export function lookAt(picture) {
  if (!picture.file) return Promise.resolve({});
  if (!looks.has(picture.file)) {
    const look = { done: null };
    look.coming = see(picture).then(found => { look.done = found; return found; });
    looks.set(picture.file, look);
  }
  return looks.get(picture.file).coming;
}

// The same if it is known already, else null.
export const lookOf = picture => (picture?.file && looks.get(picture.file)?.done) ?? null;

async function see(picture) {
  if (isClip(picture) || await isBoxed(picture.file)) return ask(picture);
  return measure(picture.url).catch(() => ask(picture));
}

// Formats of the family of HEIC and AVIF: what a browser shows of them is not what the studio reads.
async function isBoxed(file) {
  const head = new TextDecoder('latin1').decode(await file.slice(0, heads).arrayBuffer());
  return head.slice(4, 8) === 'ftyp';
}

async function measure(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { size: `${image.naturalWidth}x${image.naturalHeight}` };
}

async function ask(picture) {
  try {
    const { width, height, view, ...facts } = await lookAtFile(picture.file);
    return { ...facts, size: `${width}x${height}`, view: `data:image/jpeg;base64,${view}` };
  } catch (failure) {
    // Without an answer nothing is known of the file.
    return failure.status ? { problem: failure.message } : {};
  }
}

// What is known of a file, below it: its size and what is special, or what is wrong with it. changed: it is known now.
export function lookWords(picture, changed) {
  const element = h('p', { class: 'hint look' });
  const show = ({ problem, size, remarks }) => {
    element.className = problem ? 'problem look' : 'hint look';
    element.setAttribute('role', problem ? 'alert' : 'note');
    element.textContent = problem ?? [size?.replace('x', ' × '), remarks].filter(Boolean).join('. ');
  };
  const known = lookOf(picture);
  if (known) show(known);
  else lookAt(picture).then(found => { show(found); changed(); });
  return element;
}
