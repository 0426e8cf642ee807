// A place to drop, choose or paste pictures, with samples and, if the studio allows it, an address.

import { loadSample } from './api.js';
import { h, newId } from './dom.js';

// A picture has a name, and either bytes to send or a text that names it.
export const ofFile = file => ({ name: file.name, file, url: URL.createObjectURL(file) });
const ofAddress = address => ({ name: address.split('/').pop() || address, text: address, url: null });

async function ofSample(name) {
  const blob = await loadSample(name);
  return { ...ofFile(new File([blob], name, { type: blob.type })), isSample: true };
}

// A run that another studio gave away.
export const isShared = file => /\.impasto$/i.test(file.name);

const clipNames = /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|m?ts|ogv|flv|wmv|mxf)$/i;

// Whether a chosen file looks like a clip; what it is the studio finds out from its content.
export const isClip = picture => Boolean(picture)
  && (picture.file?.type.startsWith('video/') || clipNames.test(picture.name));

// most: how many files may be dropped at once. own: files that were used before. forgets: makes the browser forget them.
// opens: gets a file that is a shared run.
export function dropZone({
  title, hint, most, samples, allowUrls, added, opens, own = [], forgets = null, clips = false,
}) {
  const id = newId('drop');
  const take = files => [...files].slice(0, most)
    .forEach(file => (isShared(file) ? opens(file) : added(ofFile(file))));
  const input = h('input', {
    type: 'file', id, class: 'unseen', multiple: most > 1,
    accept: `image/*,.tif,.tiff,.impasto${clips ? ',video/*,.mkv' : ''}`,
    onchange: () => { take(input.files); input.value = ''; },
  });
  const zone = h('label', { class: 'drop', for: id },
    h('strong', {}, title), h('span', { class: 'hint' }, hint), input);
  zone.addEventListener('dragover', event => { event.preventDefault(); zone.classList.add('over'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', event => {
    event.preventDefault();
    zone.classList.remove('over');
    take(event.dataTransfer.files);
  });
  return h('div', { class: 'drop-area' }, zone,
    h('div', { class: 'samples', role: 'group', 'aria-label': `${title}: samples` },
      h('span', { class: 'hint' }, 'or try'),
      samples.map(name => h('button', {
        type: 'button', class: 'sample', 'aria-label': `Sample ${stem(name)}`, title: stem(name),
        onclick: async () => added(await ofSample(name)),
      }, h('img', { src: `/api/samples/${name}`, alt: '', loading: 'lazy', width: '56', height: '42' })))),
    own.length > 0 && ownFiles(title, own, added, forgets),
    allowUrls && addressField(title, added));
}

function ownFiles(title, files, added, forgets) {
  return h('div', { class: 'samples', role: 'group', 'aria-label': `${title}: used before` },
    h('span', { class: 'hint' }, 'used before'),
    files.map(file => {
      const url = URL.createObjectURL(file);
      const image = h('img', { src: url, alt: '', width: '56', height: '42' });
      const done = () => URL.revokeObjectURL(url);
      image.addEventListener('load', done);
      image.addEventListener('error', () => { done(); image.replaceWith(h('span', { class: 'no-view' }, file.name)); });
      return h('button', {
        type: 'button', class: 'sample', 'aria-label': `${file.name}, used before`, title: file.name,
        onclick: () => added(ofFile(file)),
      }, image);
    }),
    h('button', { type: 'button', class: 'quiet', onclick: forgets }, 'Forget them'));
}

function addressField(title, added) {
  const input = h('input', { type: 'url', placeholder: 'https://…', 'aria-label': `${title}: address` });
  const take = () => {
    if (input.value && input.checkValidity()) added(ofAddress(input.value));
    input.value = '';
  };
  return h('div', { class: 'address' }, input, h('button', { type: 'button', onclick: take }, 'Fetch'));
}

const stem = name => name.replace(/\.[^.]*$/, '');

// Shows a chosen picture or clip. What the browser can't show, the studio may: seen is a promise of its view. Else its
// name is there.
export function thumbnail(picture, seen = Promise.resolve({})) {
  if (!picture.url) return h('span', { class: 'no-view' }, picture.name);
  const image = isClip(picture)
    ? h('video', { src: picture.url, controls: true, muted: true, playsInline: true, 'aria-label': picture.name })
    : h('img', { src: picture.url, alt: picture.name });
  image.addEventListener('error', async () => {
    const { view } = await seen;
    image.replaceWith(view
      ? h('img', { src: view, alt: picture.name }) : h('span', { class: 'no-view' }, picture.name));
  });
  return image;
}
