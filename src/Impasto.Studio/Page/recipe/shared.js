// Recipes from files: of a shared run, with its pictures, or of a picture that Impasto made, which only names them.

import { readRecipe } from '../api.js';
import { ofFile } from '../drop-zone.js';
import { RecipeForm } from '../recipe-form.js';

// What Impasto writes into its pictures. PNG has it in a deflated chunk: its length, its name, a keyword, the text.
const mark = 'urn:impasto:run:1';
const packed = 'zTXtXML:com.adobe.xmp\0\0', nameLength = 4;
const largestLooked = 60_000_000, largestPacked = 1_000_000;

const types = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', tif: 'image/tiff', tiff: 'image/tiff',
  gif: 'image/gif', svg: 'image/svg+xml', mp4: 'video/mp4', webm: 'video/webm', mov: 'video/quicktime',
};

// Whether a picture's file says that Impasto made it; the studio reads it only when its recipe is wanted.
export async function hasRecipe(file) {
  if (!file || file.size > largestLooked || file.type.startsWith('video/')) return false;
  const bytes = await file.arrayBuffer();
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.includes(mark)) return true;
  const at = text.indexOf(packed);
  return at >= nameLength && await holds(bytes, at);
}

async function holds(bytes, at) {
  const length = new DataView(bytes).getUint32(at - nameLength);
  const end = at + nameLength + length;
  if (length > largestPacked || end > bytes.byteLength) return false;
  const deflated = new Blob([bytes.slice(at + packed.length, end)]);
  try {
    const inflated = deflated.stream().pipeThrough(new DecompressionStream('deflate'));
    return (await new Response(inflated).text()).includes(mark);
  } catch {
    return false;
  }
}

// Fills what is chosen from a file. Gives sentences on what is still to be done.
export async function fillFrom(file, chosen, catalog) {
  const recipe = await readRecipe(file);
  chosen.recipe = new RecipeForm(catalog, recipe);
  const { content, styles } = recipe;
  if (content?.data) chosen.photo = pictureOf(content);
  if (styles.some(style => style.picture.data)) {
    chosen.paintings = styles.filter(style => style.picture.data)
      .map(style => ({ ...pictureOf(style.picture), weight: String(style.weight) }));
  }
  // Without the pictures, those of another choice do not fit.
  chosen.regions = recipe.regions.filter(part => part.mask.data).map(partOf);
  chosen.time = recipe.timeLimit ? `${recipe.timeLimit}s` : '';
  chosen.variations = '1';
  const clip = recipe.clip ?? {};
  chosen.clip = {
    from: text(clip.from), to: text(clip.to), frameSteps: text(clip.frameSteps), quick: Boolean(clip.quick),
  };
  const missing = [content, ...styles.map(style => style.picture)].filter(picture => picture && !picture.data);
  return [
    `The recipe of ${file.name} is in the form.`,
    missing.length > 0 && `It was made from ${missing.map(picture => picture.name).join(', ')}: choose them here.`,
    ...recipe.notes,
  ].filter(Boolean);
}

const text = value => String(value ?? '');

function pictureOf({ name, data }) {
  const type = types[name.split('.').pop().toLowerCase()] ?? 'application/octet-stream';
  return ofFile(new File([bytesOf(data)], name, { type }));
}

function partOf({ mask, style, strength }) {
  const blob = new Blob([bytesOf(mask.data)], { type: 'image/png' });
  return {
    blob, url: URL.createObjectURL(blob), strength: text(strength), only: false,
    style: style === 'keep' ? null : style === 'all' ? style : Number(style) - 1,
  };
}

const bytesOf = base64 => Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
