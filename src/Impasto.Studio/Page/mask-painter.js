// Paints a mask over the photograph: with mouse, pen or finger, or with arrows and space.

import { h } from './dom.js';

const longest = 1024;

// Asks for a mask; gives a PNG whose white is the region, or null. before: the canvas of an earlier mask to continue.
export async function paintMask(photo, before) {
  const image = new Image();
  image.src = photo.url;
  await image.decode();
  const scale = Math.min(1, longest / Math.max(image.naturalWidth, image.naturalHeight));
  const width = Math.max(1, Math.round(image.naturalWidth * scale));
  const height = Math.max(1, Math.round(image.naturalHeight * scale));
  const painter = new MaskPainter(image, width, height);
  if (before) painter.ink.drawImage(before, 0, 0, width, height);
  return painter.open();
}

class MaskPainter {
  constructor(image, width, height) {
    this.image = image;
    this.mask = h('canvas', { width, height });
    this.ink = this.mask.getContext('2d');
    this.view = h('canvas', {
      width, height, tabindex: '0', class: 'mask-view', role: 'img',
      'aria-label': 'The photograph. Arrows move the brush, space paints, E erases.',
    });
    this.view.style.width = `min(100%, ${70 * width / height}vh)`;
    this.size = Math.round(Math.max(width, height) / 12);
    this.at = [width / 2, height / 2];
    this.erases = false;
    this.last = null;
  }

  open() {
    return new Promise(resolve => {
      const size = h('input', {
        type: 'range', min: '4', max: String(Math.round(this.mask.width / 3)), value: String(this.size),
        oninput: () => { this.size = Number(size.value); this.draw(); },
      });
      this.eraser = h('input', { type: 'checkbox', onchange: () => { this.erases = this.eraser.checked; } });
      const end = result => { dialog.close(); dialog.remove(); resolve(result); };
      const dialog = h('dialog', {
        class: 'mask-dialog', 'aria-label': 'Paint a part of the photograph', oncancel: () => end(null),
      },
        h('div', { class: 'mask-tools' },
          h('label', {}, 'Brush ', size),
          h('label', {}, this.eraser, ' erase'),
          h('button', { type: 'button', onclick: () => this.fill(true) }, 'All'),
          h('button', { type: 'button', onclick: () => this.fill(false) }, 'Nothing'),
          h('button', { type: 'button', onclick: () => this.invert() }, 'Invert'),
          h('span', { class: 'gap' }),
          h('button', { type: 'button', onclick: () => end(null) }, 'Leave'),
          h('button', { type: 'button', class: 'primary', onclick: async () => end(await this.result()) }, 'Use')),
        this.view);
      document.body.append(dialog);
      this.listen();
      dialog.showModal();
      this.view.focus();
      this.draw();
    });
  }

  listen() {
    const place = event => {
      const box = this.view.getBoundingClientRect();
      const across = this.mask.width / box.width, down = this.mask.height / box.height;
      return [(event.clientX - box.left) * across, (event.clientY - box.top) * down];
    };
    this.view.addEventListener('pointerdown', event => {
      this.view.setPointerCapture(event.pointerId);
      this.last = null;
      this.stroke(place(event));
    });
    this.view.addEventListener('pointermove', event => {
      this.at = place(event);
      if (event.buttons) this.stroke(this.at);
      else this.draw();
    });
    this.view.addEventListener('pointerup', () => { this.last = null; });
    this.view.addEventListener('keydown', event => this.key(event));
  }

  key(event) {
    const step = event.shiftKey ? this.size : this.size / 3;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      const [x, y] = moves[event.key];
      this.at = [clamp(this.at[0] + x, this.mask.width), clamp(this.at[1] + y, this.mask.height)];
      this.draw();
    } else if (event.key === ' ') {
      this.last = null;
      this.stroke(this.at);
    } else if (event.key.toLowerCase() === 'e') {
      this.erases = this.eraser.checked = !this.erases;
    } else return;
    event.preventDefault();
  }

  stroke(to) {
    const from = this.last ?? to;
    this.ink.globalCompositeOperation = this.erases ? 'destination-out' : 'source-over';
    this.ink.strokeStyle = '#fff';
    this.ink.lineWidth = this.size;
    this.ink.lineCap = 'round';
    this.ink.beginPath();
    this.ink.moveTo(...from);
    this.ink.lineTo(to[0] + 0.01, to[1]);
    this.ink.stroke();
    this.last = this.at = to;
    this.draw();
  }

  fill(white) {
    this.ink.globalCompositeOperation = 'source-over';
    this.ink.fillStyle = '#fff';
    this.ink.clearRect(0, 0, this.mask.width, this.mask.height);
    if (white) this.ink.fillRect(0, 0, this.mask.width, this.mask.height);
    this.draw();
  }

  invert() {
    this.ink.globalCompositeOperation = 'xor';
    this.ink.fillStyle = '#fff';
    this.ink.fillRect(0, 0, this.mask.width, this.mask.height);
    this.draw();
  }

  draw() {
    const view = this.view.getContext('2d');
    const { width, height } = this.view;
    view.globalCompositeOperation = 'copy';
    view.drawImage(this.mask, 0, 0);
    view.globalCompositeOperation = 'source-in';
    view.fillStyle = 'rgb(214 84 40 / 0.6)';
    view.fillRect(0, 0, width, height);
    view.globalCompositeOperation = 'destination-over';
    view.drawImage(this.image, 0, 0, width, height);
    view.globalCompositeOperation = 'source-over';
    view.strokeStyle = '#fff';
    view.lineWidth = Math.max(1, width / 400);
    view.beginPath();
    view.arc(this.at[0], this.at[1], this.size / 2, 0, 2 * Math.PI);
    view.stroke();
  }

  async result() {
    const { width, height } = this.mask;
    const plain = h('canvas', { width, height });
    const context = plain.getContext('2d');
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.drawImage(this.mask, 0, 0);
    const blob = await new Promise(resolve => plain.toBlob(resolve, 'image/png'));
    return { mask: this.mask, blob, url: URL.createObjectURL(blob) };
  }
}

const clamp = (value, most) => Math.min(Math.max(value, 0), most);
