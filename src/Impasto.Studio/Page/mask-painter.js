// Paints a mask over the photograph: with mouse, pen or finger, or with arrows and space.

import { h } from './dom.js';
import { MaskInk } from './mask-ink.js';

const longest = 1024;
const shown = [214, 84, 40], shownShare = 0.6;

const tools = {
  brush: 'Brush: draw. Space paints with the keyboard.',
  lasso: 'Lasso: draw around a part. With the keyboard, space sets corners and Enter closes it.',
  color: 'Colour: click a part of one colour. Space takes the pixel under the ring.',
};

// Asks for a mask; gives a PNG whose white is the region, or null. before: the values of an earlier mask to continue.
// file: that mask as a picture, for one that was not painted here.
export async function paintMask(photo, before, file) {
  const image = new Image();
  image.src = photo.url;
  await image.decode();
  const scale = Math.min(1, longest / Math.max(image.naturalWidth, image.naturalHeight));
  const width = Math.max(1, Math.round(image.naturalWidth * scale));
  const height = Math.max(1, Math.round(image.naturalHeight * scale));
  const painter = new MaskPainter(image, width, height);
  if (before) painter.ink.values.set(before);
  else if (file) painter.ink.load(painter.rgba(await createImageBitmap(file)));
  return painter.open();
}

class MaskPainter {
  constructor(image, width, height) {
    this.image = image;
    this.ink = new MaskInk(width, height);
    this.layer = h('canvas', { width, height });
    this.photo = this.rgba(image);
    this.view = h('canvas', {
      width, height, tabindex: '0', class: 'mask-view', role: 'img',
      'aria-label': 'The photograph. Arrows move the brush, space paints, E erases, brackets change its size.',
    });
    this.view.style.width = `min(100%, ${66 * width / height}vh)`;
    this.size = Math.round(Math.max(width, height) / 12);
    this.soft = 0;
    this.tolerance = 32;
    this.tool = 'brush';
    this.at = [width / 2, height / 2];
    this.erases = this.isChanged = false;
    this.corners = [];
    this.last = null;
  }

  open() {
    return new Promise(resolve => {
      const end = result => { dialog.close(); dialog.remove(); resolve(result); };
      const button = (label, onclick, kind) => h('button', { type: 'button', onclick, class: kind }, label);
      const change = action => () => this.change(action);
      this.undoButton = button('Undo', () => this.undo());
      this.redoButton = button('Redo', () => this.redo());
      this.eraser = h('input', { type: 'checkbox', onchange: () => { this.erases = this.eraser.checked; } });
      this.hint = h('p', { class: 'hint', role: 'status' });
      this.settings = h('div', { class: 'mask-tools' });
      const file = h('input', { type: 'file', accept: 'image/*', class: 'unseen', onchange: () => this.load(file) });
      const dialog = h('dialog', {
        class: 'mask-dialog', 'aria-label': 'Paint a part of the photograph',
        // Escape closes and keeps what was painted.
        oncancel: async event => { event.preventDefault(); end(this.isChanged ? await this.result() : null); },
      },
        h('div', { class: 'mask-tools' },
          h('fieldset', { class: 'mask-choice' }, h('legend', { class: 'unseen' }, 'Tool'),
            Object.keys(tools).map(name => h('label', {}, h('input', {
              type: 'radio', name: 'mask-tool', value: name, checked: name === this.tool,
              onchange: () => this.choose(name),
            }), ` ${tools[name].split(':')[0]}`))),
          h('label', {}, this.eraser, ' erase'), this.undoButton, this.redoButton,
          button('All', change(() => this.ink.fill(255))),
          button('Nothing', change(() => this.ink.fill(0))),
          button('Invert', change(() => this.ink.invert())),
          h('label', { class: 'button' }, 'Open a mask', file),
          button('Save the mask', () => this.save()),
          h('span', { class: 'gap' }),
          button('Leave', () => end(null)),
          button('Use', async () => end(await this.result()), 'primary')),
        this.settings, this.hint, this.view);
      document.body.append(dialog);
      this.listen(dialog);
      this.choose(this.tool);
      dialog.showModal();
      this.view.focus();
      this.drawMask();
    });
  }

  choose(name) {
    this.tool = name;
    this.corners = [];
    const slider = (label, property, min, max, step) => h('label', {}, `${label} `, h('input', {
      type: 'range', min: String(min), max: String(max), step: String(step), value: String(this[property]),
      oninput: event => { this[property] = Number(event.target.value); this.draw(); },
    }));
    this.settings.replaceChildren(...{
      brush: [slider('Size', 'size', 4, Math.max(5, Math.round(this.ink.width / 3)), 1),
        slider('Softness', 'soft', 0, 1, 0.05)],
      lasso: [],
      color: [slider('How far colours may differ', 'tolerance', 0, 128, 1)],
    }[name]);
    this.hint.textContent = tools[name];
    this.draw();
  }

  listen(dialog) {
    const place = event => {
      const box = this.view.getBoundingClientRect();
      const across = this.ink.width / box.width, down = this.ink.height / box.height;
      return this.inside([(event.clientX - box.left) * across, (event.clientY - box.top) * down]);
    };
    this.view.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      this.view.setPointerCapture(event.pointerId);
      this.at = place(event);
      if (this.tool === 'brush') {
        this.last = null;
        this.ink.mark();
        this.stroke(this.at);
      } else if (this.tool === 'lasso') this.corners = [this.at];
      else this.flood();
    });
    this.view.addEventListener('pointermove', event => {
      this.at = place(event);
      const isDown = this.view.hasPointerCapture(event.pointerId);
      if (isDown && this.tool === 'brush') return this.stroke(this.at);
      if (isDown && this.tool === 'lasso') this.corners.push(this.at);
      this.draw();
    });
    const up = () => {
      this.last = null;
      if (this.tool === 'lasso') this.close();
    };
    this.view.addEventListener('pointerup', up);
    this.view.addEventListener('pointercancel', up);
    this.view.addEventListener('keydown', event => this.key(event));
    dialog.addEventListener('keydown', event => {
      if (!event.ctrlKey && !event.metaKey) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) this.undo();
      else if (key === 'y' || key === 'z') this.redo();
      else return;
      event.preventDefault();
    });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? this.size : this.size / 3;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      const [x, y] = moves[event.key];
      this.at = this.inside([this.at[0] + x, this.at[1] + y]);
      this.draw();
    } else if (event.key === ' ') this.press();
    else if (event.key === 'Enter' && this.tool === 'lasso') this.close();
    else if (event.key.toLowerCase() === 'e') this.erases = this.eraser.checked = !this.erases;
    else if ('[]'.includes(event.key)) {
      this.size = Math.min(this.ink.width, Math.max(4, this.size * (event.key === ']' ? 1.25 : 0.8)));
      this.choose(this.tool);
    } else return;
    event.preventDefault();
  }

  // Space: what a click does.
  press() {
    if (this.tool === 'lasso') {
      this.corners.push(this.at);
      return this.draw();
    }
    if (this.tool === 'color') return this.flood();
    this.last = null;
    this.ink.mark();
    this.stroke(this.at);
  }

  change(action) {
    this.ink.mark();
    action();
    this.isChanged = true;
    this.drawMask();
  }

  undo() {
    if (this.ink.undo()) this.isChanged = true;
    this.drawMask();
  }

  redo() {
    if (this.ink.redo()) this.isChanged = true;
    this.drawMask();
  }

  stroke(to) {
    this.ink.stroke(this.last ?? to, to, this.size, this.soft, this.erases);
    this.isChanged = true;
    this.last = this.at = to;
    this.drawMask();
  }

  flood() {
    this.change(() => this.ink.flood(...this.at, this.photo, this.tolerance, this.erases));
  }

  // Fills what the lasso's corners go around.
  close() {
    const { corners } = this;
    this.corners = [];
    if (corners.length < 3) return this.draw();
    const shape = h('canvas', { width: this.ink.width, height: this.ink.height });
    const context = shape.getContext('2d', { willReadFrequently: true });
    trace(context, corners);
    context.fill();
    const { data } = context.getImageData(0, 0, this.ink.width, this.ink.height);
    this.change(() => this.ink.drawAlpha(data, this.erases));
  }

  async load(file) {
    const picture = new Image();
    picture.src = URL.createObjectURL(file.files[0]);
    file.value = '';
    try {
      await picture.decode();
      this.change(() => this.ink.load(this.rgba(picture)));
      this.hint.textContent = 'The mask is open: its white is the part.';
    } catch {
      this.hint.textContent = 'This file is no picture that the browser can show.';
    }
    URL.revokeObjectURL(picture.src);
  }

  async save() {
    const blob = await this.png();
    const url = URL.createObjectURL(blob);
    h('a', { href: url, download: 'mask.png' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  drawMask() {
    this.layer.getContext('2d').putImageData(this.ink.pixels(shown, shownShare), 0, 0);
    this.undoButton.disabled = this.ink.past.length === 0;
    this.redoButton.disabled = this.ink.future.length === 0;
    this.draw();
  }

  draw() {
    const view = this.view.getContext('2d');
    const { width, height } = this.view;
    view.drawImage(this.image, 0, 0, width, height);
    view.drawImage(this.layer, 0, 0);
    view.strokeStyle = '#fff';
    view.lineWidth = Math.max(1, width / 400);
    if (this.corners.length > 0) {
      trace(view, this.corners);
      view.stroke();
    }
    view.beginPath();
    view.arc(...this.at, this.tool === 'brush' ? this.size / 2 : width / 100, 0, 2 * Math.PI);
    view.stroke();
  }

  async result() {
    const blob = await this.png();
    return { mask: this.ink.values, blob, url: URL.createObjectURL(blob) };
  }

  png() {
    const plain = h('canvas', { width: this.ink.width, height: this.ink.height });
    plain.getContext('2d').putImageData(this.ink.greys(), 0, 0);
    return new Promise(resolve => plain.toBlob(resolve, 'image/png'));
  }

  rgba(picture) {
    const { width, height } = this.ink;
    const canvas = h('canvas', { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(picture, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  }

  inside([x, y]) {
    return [clamp(x, this.ink.width), clamp(y, this.ink.height)];
  }
}

function trace(context, corners) {
  context.beginPath();
  for (const [x, y] of corners) context.lineTo(x, y);
  context.closePath();
}

const clamp = (value, most) => Math.min(Math.max(value, 0), most - 0.01);
