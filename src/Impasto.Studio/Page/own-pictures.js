// The pictures that were used last, to choose again; and the present choice, which survives a reload.

import { ofFile } from './drop-zone.js';
import { read, write } from './kept.js';

const most = { photographs: 8, paintings: 24 };
const largest = 30_000_000;

const shelves = { photographs: [], paintings: [] };

// The files of a shelf, the newest first.
export const recent = shelf => shelves[shelf];

export async function loadShelves() {
  for (const shelf of Object.keys(shelves)) shelves[shelf] = await read(shelf) ?? [];
}

export function remember(shelf, { file, isSample }) {
  if (!file || isSample || file.type.startsWith('video/') || file.size > largest) return;
  const others = shelves[shelf].filter(known => known.name !== file.name || known.size !== file.size);
  shelves[shelf] = [file, ...others].slice(0, most[shelf]);
  write(shelf, shelves[shelf]);
}

export function forget(shelf) {
  shelves[shelf] = [];
  write(shelf, []);
}

// Addresses of objects end with the page; files and masks do not.
const plain = ({ url, ...picture }) => picture;

export function keepChoice({
  photo, others, paintings, apart, regions, recipe, time, variations, strip, clip,
}) {
  return write('choice', {
    photo: photo && plain(photo),
    others: others.map(plain),
    apart,
    strip,
    paintings: paintings.map(plain),
    regions: regions.map(plain),
    recipe: recipe && { preset: recipe.preset.name, options: Object.fromEntries(recipe.changed) },
    time,
    variations,
    clip,
  });
}

const shown = picture => (picture.file ? { ...picture, url: ofFile(picture.file).url } : { ...picture, url: null });

// What was chosen before the reload; null for nothing.
export async function choiceBefore() {
  const kept = await read('choice');
  return kept ? {
    ...kept,
    photo: kept.photo && shown(kept.photo),
    others: (kept.others ?? []).map(shown),
    apart: kept.apart ?? false,
    strip: kept.strip ?? { option: '', values: '' },
    paintings: kept.paintings.map(shown),
    regions: kept.regions.map(region => ({ ...region, url: URL.createObjectURL(region.blob) })),
  } : null;
}
