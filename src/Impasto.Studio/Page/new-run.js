// The page on which a run begins: a photograph, paintings, a recipe.

import { createBatch, createRun } from './api.js';
import { takePhotograph } from './camera.js';
import { announce, debounce, h, newId } from './dom.js';
import { dropZone, isClip, isShared, ofFile, thumbnail } from './drop-zone.js';
import { glancePreview, smallCopy } from './glance-preview.js';
import { paintMask } from './mask-painter.js';
import { choiceBefore, forget, keepChoice, loadShelves, recent, remember } from './own-pictures.js';
import { RecipeForm } from './recipe-form.js';
import { lookAt, lookOf, lookWords } from './recipe/looks.js';
import { recipeOpener } from './recipe/opener.js';
import { inPageWords } from './recipe/option-words.js';
import { sizePlans } from './recipe/plans.js';
import { hasRecipe } from './recipe/shared.js';
import { stripFields, stripValues } from './strip-fields.js';

const photos = ['cat.jpg', 'rocket.jpg', 'meadow.jpg'];
const mostPhotos = 100, mostPaintings = 16, mostVariations = 16;

// The choices stay while the user visits other pages. others: photographs after the first. apart: a picture of each
// painting instead of one of all.
const chosen = {
  photo: null, others: [], paintings: [], apart: false, regions: [], recipe: null, time: '', variations: '1',
  strip: { option: '', values: '' },
  clip: { from: '', to: '', frameSteps: '', quick: false },
};

const keep = debounce(() => keepChoice(chosen), 300);

// Once, before the page is shown: what was chosen before a reload.
export async function restoreChoice(catalog) {
  await loadShelves();
  const before = await choiceBefore();
  if (!before) return;
  const { recipe, ...others } = before;
  Object.assign(chosen, others, { recipe: recipe && new RecipeForm(catalog, recipe) });
}

export function showNewRun(main, catalog) {
  let leave = () => {};
  // said: sentences on the file that has filled the form.
  const show = said => {
    leave();
    main.replaceChildren();
    leave = showForm(main, catalog, said, show);
  };
  show([]);
  return () => leave();
}

function showForm(main, catalog, said, refill) {
  chosen.recipe ??= new RecipeForm(catalog);
  const photo = h('section', { class: 'photo', 'aria-label': 'Photograph' });
  const paintings = h('section', { class: 'paintings', 'aria-label': 'Paintings' });
  const regions = h('section', { class: 'panel', 'aria-label': 'Parts of the photograph' });
  const clip = clipPanel(() => changed());
  const time = timePanel(catalog, () => changed());
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const start = h('button', { type: 'button', class: 'primary start', onclick: () => begin(start, problem) }, 'Paint');
  const preview = glancePreview(() => previewForm(), errors => chosen.recipe.showProblems(errors));
  const clipPlan = h('p', { class: 'hint', 'aria-label': 'What the clip takes', role: 'status' });
  const plans = sizePlans(chosen, clipPlan, catalog.limits);
  const opener = recipeOpener({ chosen, catalog, filled: refill, said });
  const changed = () => {
    preview.update();
    plans.update();
    keep();
    const count = pictures();
    start.textContent = count > 1 ? `Paint ${count} pictures` : 'Paint';
    start.disabled = !chosen.photo || chosen.paintings.length === 0 || isUnreadable();
    start.title = isUnreadable() ? 'A file can’t be read' : start.disabled ? 'A photograph and a painting first' : '';
  };
  const draw = () => {
    drawPhoto(photo, catalog, draw, changed, opener, clipPlan);
    drawPaintings(paintings, catalog, draw, changed, opener);
    changed();
    drawRegions(regions, problem, draw, changed);
    clip.hidden = !all().every(isClip);
    // A mask fits one photograph, and its painting one list of paintings.
    regions.hidden = !hasRegions();
    time.firstElementChild.hidden = all().some(isClip);
  };
  main.append(h('h1', { class: 'unseen' }, 'New picture'), h('div', { class: 'columns' },
    h('div', { class: 'pictures' }, photo, h('div', { class: 'beside-photo' }, paintings, preview.element)),
    h('div', { class: 'side setup' },
      h('div', { class: 'settings' }, opener.notice,
        h('section', { class: 'panel', 'aria-label': 'Recipe' }, chosen.recipe.element, opener.element), clip, regions,
        time),
      h('div', { class: 'starter' }, problem, start))));
  // Anywhere on the page: a shared run, a result, or a picture for the next empty place.
  const take = async (file, isDropped) => {
    if (isShared(file) || (isDropped && await hasRecipe(file))) return opener.open(file);
    const picture = ofFile(file);
    if (chosen.photo) chosen.paintings.push({ ...picture, weight: '1' });
    else chosen.photo = picture;
    return draw();
  };
  const paste = event => {
    const file = [...event.clipboardData.files].find(one => one.type.startsWith('image/'));
    if (file) take(file, false);
  };
  const over = event => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); };
  const drop = event => {
    const files = [...event.dataTransfer.files];
    if (event.defaultPrevented || files.length === 0) return;
    event.preventDefault();
    files.forEach(file => take(file, true));
  };
  document.addEventListener('dragover', over);
  document.addEventListener('drop', drop);
  document.addEventListener('paste', paste);
  chosen.recipe.heard = changed;
  draw();
  return () => {
    chosen.recipe.heard = null;
    plans.end();
    document.removeEventListener('paste', paste);
    document.removeEventListener('dragover', over);
    document.removeEventListener('drop', drop);
  };
}

function clipPanel(changed) {
  const row = (label, hint, name, attributes) => {
    const id = newId(name);
    return h('div', { class: 'field' }, h('label', { for: id }, label), h('input', {
      ...attributes, id, value: chosen.clip[name], 'aria-describedby': `${id}-help`,
      oninput: event => { chosen.clip[name] = event.target.value.trim(); changed(); },
    }), h('p', { class: 'hint', id: `${id}-help` }, hint));
  };
  return h('section', { class: 'panel', 'aria-label': 'Clip' }, h('h2', {}, 'Clip'),
    row('From', 'Such as 12.5 or 1:30; empty: the start.', 'from', { type: 'text' }),
    row('To', 'Empty: the end.', 'to', { type: 'text' }),
    row('Steps of a frame', 'After the first of a shot, which is a picture of the recipe; empty: 18.', 'frameSteps', {
      type: 'number', min: '1', max: '1000', step: '1',
    }),
    h('label', {}, h('input', {
      type: 'checkbox', checked: chosen.clip.quick, onchange: event => { chosen.clip.quick = event.target.checked; changed(); },
    }), ' Quick'),
    h('p', { class: 'hint' }, 'About half the time: 8 steps a frame. New parts get less of the painting.'));
}

function timePanel(catalog, changed) {
  const field = (label, hint, name, attributes) => h('label', { class: 'share' }, `${label} `, h('input', {
    ...attributes, value: chosen[name], oninput: event => { chosen[name] = event.target.value.trim(); changed(); },
  }), h('span', { class: 'hint' }, hint));
  const variations = field('Variations', 'pictures that differ, as one batch', 'variations', {
    type: 'number', min: '1', max: String(mostVariations), step: '1',
  });
  const showStrip = () => {
    variations.hidden = Boolean(chosen.strip.option);
    changed();
  };
  const panel = h('section', { class: 'panel', 'aria-label': 'Time and variations' },
    field('Time', 'such as 90s or 5m; empty: as long as it needs', 'time', { type: 'text', size: '6' }),
    variations, stripFields(catalog, chosen.strip, showStrip));
  variations.hidden = Boolean(chosen.strip.option);
  return panel;
}

// All photographs.
const all = () => (chosen.photo ? [chosen.photo, ...chosen.others] : []);
const isUnreadable = () => [...all(), ...chosen.paintings].some(picture => lookOf(picture)?.problem);
const isApart = () => chosen.apart && chosen.paintings.length > 1;
const hasRegions = () => chosen.others.length === 0 && !isApart() && !isClip(chosen.photo);
const hasStrip = () => chosen.strip.option !== '' && stripValues(chosen.strip).length > 0;

function variations() {
  return Math.min(mostVariations, Math.max(1, Math.trunc(Number(chosen.variations)) || 1));
}

// How many pictures will be painted.
function pictures() {
  const pairs = all().length * (isApart() ? chosen.paintings.length : 1);
  return pairs * (hasStrip() ? stripValues(chosen.strip).length : variations());
}

function drawPhoto(place, catalog, draw, changed, opener, clipPlan) {
  const set = picture => {
    chosen.photo = picture;
    chosen.regions = [];
    draw();
    if (picture) remember('photographs', picture);
    if (picture) opener.offer(picture);
    if (picture) announce(`${picture.name} is the ${isClip(picture) ? 'clip' : 'photograph'}.`);
  };
  // Also for several files at once, after whose first one there is a photograph.
  const add = picture => {
    if (!chosen.photo) return set(picture);
    chosen.others.push(picture);
    draw();
    remember('photographs', picture);
    announce(`${all().length} photographs are chosen.`);
  };
  const leave = index => {
    if (index > 0) chosen.others.splice(index - 1, 1);
    else set(chosen.others.shift());
    draw();
  };
  const useCamera = async () => {
    const taken = await takePhotograph(frame => previewForm({ name: frame.name, file: frame }, []));
    if (taken) set(ofFile(taken));
  };
  const zone = {
    most: mostPhotos, clips: true, added: add, samples: photos.filter(name => catalog.samples.includes(name)),
    allowUrls: catalog.allowUrls, opens: opener.open,
  };
  if (!chosen.photo) {
    place.replaceChildren(h('h2', {}, 'Photograph'),
      dropZone({
        ...zone, title: 'Drop a photograph',
        hint: 'or several, or a clip, or choose files; JPEG, PNG, WebP, TIFF, MP4, WebM',
        own: recent('photographs'), forgets: () => { forget('photographs'); draw(); },
      }),
      h('button', { type: 'button', class: 'camera', onclick: useCamera }, 'Camera'));
    return;
  }
  const isOne = chosen.others.length === 0;
  place.replaceChildren(h('h2', {}, !isOne ? `${all().length} photographs` : isClip(chosen.photo) ? 'Clip' : 'Photograph'),
    isOne
      ? h('figure', { class: 'chosen' }, thumbnail(chosen.photo, lookAt(chosen.photo)),
        h('figcaption', {}, h('span', { class: 'name' }, chosen.photo.name),
          h('button', { type: 'button', onclick: () => set(null) }, 'Change')),
        lookWords(chosen.photo, changed), isClip(chosen.photo) && clipPlan)
      : h('ul', { class: 'chosen-list several' }, all().map((picture, index) => h('li', { class: 'chosen' },
        thumbnail(picture, lookAt(picture)), h('div', {}, h('span', { class: 'name' }, picture.name),
          lookWords(picture, changed),
          h('button', {
            type: 'button', 'aria-label': `Remove ${picture.name}`, onclick: () => leave(index),
          }, 'Remove'))))),
    dropZone({ ...zone, title: 'Add photographs', hint: 'each is painted, as one batch' }));
}

function drawPaintings(place, catalog, draw, weighed, opener) {
  const add = picture => {
    chosen.paintings.push({ ...picture, weight: '1' });
    remember('paintings', picture);
    draw();
    announce(`${picture.name} is a painting.`);
  };
  const several = chosen.paintings.length > 1;
  const group = newId('apart');
  const way = (isEach, label) => h('label', { class: 'choice' }, h('input', {
    type: 'radio', name: group, checked: chosen.apart === isEach, onchange: () => { chosen.apart = isEach; draw(); },
  }), h('span', {}, label));
  place.replaceChildren(h('h2', {}, several ? 'Paintings' : 'Painting'),
    ...(several ? [h('fieldset', { class: 'choices' }, h('legend', { class: 'unseen' }, 'Several paintings'),
      way(false, 'one picture of all'), way(true, 'a picture of each'))] : []),
    h('ul', { class: 'chosen-list' }, chosen.paintings.map((painting, index) => h('li', { class: 'chosen' },
      thumbnail(painting, lookAt(painting)),
      h('div', {}, h('span', { class: 'name' }, painting.name), lookWords(painting, weighed),
        several && !chosen.apart && h('label', { class: 'share' }, 'share ', h('input', {
          type: 'number', min: '0', max: '1000', step: 'any', value: painting.weight,
          oninput: event => {
            painting.weight = event.target.value;
            weighed();
          },
        })),
        h('button', {
          type: 'button', 'aria-label': `Remove ${painting.name}`,
          onclick: () => { remove(index); draw(); },
        }, 'Remove'))))),
    dropZone({
      title: several || chosen.paintings.length === 1 ? 'Add a painting' : 'Drop a painting',
      hint: chosen.paintings.length ? 'several are blended by their shares' : 'its strokes and colours are taken',
      most: mostPaintings, own: recent('paintings'), forgets: () => { forget('paintings'); draw(); },
      samples: catalog.samples.filter(name => !photos.slice(0, 2).includes(name)),
      allowUrls: catalog.allowUrls, added: add, opens: opener.open,
    }));
}

// Regions refer to their painting by its index.
function remove(index) {
  chosen.paintings.splice(index, 1);
  chosen.regions = chosen.regions.filter(region => region.style !== index);
  for (const region of chosen.regions) if (region.style > index) region.style -= 1;
}

function drawRegions(place, problem, draw, changed) {
  const paint = async region => {
    try {
      const painted = await paintMask(chosen.photo, region?.mask, region?.blob);
      if (!painted) return;
      if (region) Object.assign(region, painted);
      else chosen.regions.push({ ...painted, style: null, only: false });
      draw();
    } catch {
      fail(problem, 'This photograph can’t be shown here, so that nothing can be painted on it.');
    }
  };
  place.replaceChildren(h('h2', {}, 'Parts of the photograph'),
    h('ul', { class: 'chosen-list' }, chosen.regions.map((region, index) => h('li', { class: 'chosen' },
      h('img', { src: region.url, alt: `Mask ${index + 1}`, class: 'mask' }),
      h('div', {},
        h('select', {
          'aria-label': `Part ${index + 1}: what becomes of it`,
          onchange: event => {
            const { value } = event.target;
            region.style = value === 'keep' ? null : value === 'all' ? value : Number(value);
            if (value === 'all') region.strength ||= '30';
            draw();
          },
        }, h('option', { value: 'keep', selected: region.style === null }, 'stays as it is'),
        h('option', { value: 'all', selected: region.style === 'all' }, 'as the rest, in another strength'),
        chosen.paintings.map((painting, number) =>
          h('option', { value: String(number), selected: region.style === number }, `as ${painting.name}`))),
        region.style !== null && h('label', { class: 'share' }, 'strength ', h('input', {
          type: 'number', min: '0', max: '100', step: 'any', value: region.strength ?? '',
          placeholder: 'the rest’s', oninput: event => { region.strength = event.target.value; changed(); },
        })),
        typeof region.style === 'number' && chosen.paintings.length > 1 && h('label', { class: 'share' }, h('input', {
          type: 'checkbox', checked: chosen.paintings[region.style].weight === '0',
          onchange: event => { chosen.paintings[region.style].weight = event.target.checked ? '0' : '1'; draw(); },
        }), ' only here'),
        h('div', { class: 'row' },
          h('button', { type: 'button', onclick: () => paint(region) }, 'Paint more'),
          h('button', {
            type: 'button', 'aria-label': `Remove part ${index + 1}`,
            onclick: () => { chosen.regions.splice(index, 1); draw(); },
          }, 'Remove')))))),
    h('button', { type: 'button', disabled: !chosen.photo?.url, onclick: () => paint(null) }, 'Paint a part'),
    h('p', { class: 'hint' }, 'A part stays as it is, or gets a painting or a strength of its own.'));
}

async function begin(start, problem) {
  start.disabled = true;
  problem.hidden = true;
  try {
    const count = pictures();
    const made = count > 1 ? await createBatch(form(true)) : await createRun(form(false));
    announce(count > 1 ? `A batch of ${count} runs is created.` : 'The run is created.');
    location.hash = `#/${count > 1 ? 'batch' : 'run'}/${made.id}`;
  } catch (failure) {
    failAtFields(problem, failure);
  } finally {
    start.disabled = false;
  }
}

function fail(problem, sentence) {
  problem.textContent = sentence;
  problem.hidden = false;
}

// What is wrong with options stands at their fields; the sentence beside the button leads there.
function failAtFields(problem, failure) {
  const [first] = chosen.recipe.showProblems(failure.errors ?? []);
  fail(problem, inPageWords(failure.message));
  if (!first) return;
  const show = () => chosen.recipe.goTo(first);
  problem.append(' ', h('button', { type: 'button', class: 'quiet', onclick: show }, 'Show'));
  chosen.recipe.goTo(first);
}

// The form of the preview, with small copies of the pictures; null without a photograph or a painting.
async function previewForm(photo = chosen.photo, regions = chosen.regions) {
  const paintings = isApart() ? chosen.paintings.slice(0, 1) : chosen.paintings;
  const isUsed = painting => Number(painting.weight || '1') > 0;
  const hasPart = regions.some(region => typeof region.style === 'number');
  if (!photo || !(hasPart || paintings.some(isUsed))) return null;
  // What can't be read says so at its place.
  const looks = await Promise.all([photo, ...paintings].filter(picture => picture.url).map(lookAt));
  if (looks.some(look => look.problem)) return null;
  const files = [photo, ...paintings].map(picture => picture.file).filter(Boolean);
  const copies = new Map(await Promise.all(files.map(async file => [file, await smallCopy(file)])));
  const ordered = inOrder(paintings);
  const data = picturesInto(new FormData(), [photo], ordered, file => copies.get(file));
  regionsInto(data, hasRegions() ? regions : [], ordered);
  return recipeInto(data);
}

// Files come before texts; weights and the numbers in regions follow the same order.
const inOrder = paintings => [...paintings.filter(one => one.file), ...paintings.filter(one => !one.file)];

function picturesInto(data, photographs, paintings, bytes = file => file) {
  const put = (field, picture) => (picture.file
    ? data.append(field, bytes(picture.file), picture.name)
    : data.append(field, picture.text));
  for (const photo of photographs) put('content', photo);
  for (const painting of paintings) {
    put('style', painting);
    if (!isApart()) data.append('weight', painting.weight || '1');
  }
  return data;
}

function regionsInto(data, regions, ordered) {
  regions.forEach((region, index) => {
    data.append('region', region.blob, `part-${index + 1}.png`);
    const number = ordered.indexOf(chosen.paintings[region.style]) + 1;
    data.append('regionStyle', region.style === null ? 'keep' : region.style === 'all' ? 'all' : String(number));
    data.append('regionStrength', region.style === null ? '' : region.strength ?? '');
  });
}

function recipeInto(data) {
  data.append('preset', chosen.recipe.preset.name);
  for (const [name, value] of Object.entries(chosen.recipe.options)) data.append(name, value);
  return data;
}

function form(isBatch) {
  const ordered = inOrder(chosen.paintings);
  const data = picturesInto(new FormData(), all(), ordered);
  regionsInto(data, hasRegions() ? chosen.regions : [], ordered);
  if (chosen.time && !all().some(isClip)) data.append('time', chosen.time);
  if (all().every(isClip)) {
    for (const name of ['from', 'to', 'frameSteps']) {
      if (chosen.clip[name]) data.append(name, chosen.clip[name]);
    }
    if (chosen.clip.quick) data.append('quick', 'on');
  }
  if (isBatch) {
    if (isApart()) data.append('paintings', 'each');
    if (hasStrip()) data.append('sweep', `${chosen.strip.option}=${chosen.strip.values}`);
    else data.append('variations', String(variations()));
  }
  return recipeInto(data);
}
