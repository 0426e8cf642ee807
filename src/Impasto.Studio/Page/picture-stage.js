// Shows the photograph and the result, one over the other with a line between; zooms to single pixels.

import { h, newId } from './dom.js';

const zooms = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32];

export class PictureStage {
  // what: the word for what was repainted.
  constructor(width, height, name, what = 'photograph') {
    [this.width, this.height] = [width, height];
    this.zoom = null;
    this.before = h('img', { alt: `${name}, the ${what}`, class: 'before', draggable: 'false' });
    this.after = h('img', { alt: `${name}, repainted`, class: 'after', draggable: 'false' });
    this.sheet = h('div', { class: 'sheet' }, this.before, this.after);
    this.frame = h('div', {
      class: 'frame', tabindex: '0', role: 'group', 'aria-label': 'Picture; plus and minus zoom, arrows move',
    }, this.sheet);
    this.frame.style.aspectRatio = `${width} / ${height}`;
    this.handle = h('div', { class: 'handle', 'aria-hidden': 'true' });
    const id = newId('split');
    this.split = h('input', {
      type: 'range', id, min: '0', max: '100', step: '0.5', value: '0', oninput: () => this.place(),
    });
    this.level = h('output', {}, 'fit');
    this.bar = h('div', { class: 'stage-bar' },
      h('label', { for: id, class: 'split' }, h('span', {}, what[0].toUpperCase() + what.slice(1)), this.split),
      h('span', { class: 'gap' }),
      h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => this.step(-1) }, '−'),
      this.level,
      h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => this.step(1) }, '+'),
      h('button', { type: 'button', onclick: () => this.fit() }, 'Fit'),
      h('button', { type: 'button', onclick: () => this.zoomTo(1) }, '1:1'));
    this.element = h('div', { class: 'stage' }, h('div', { class: 'view' }, this.frame, this.handle), this.bar);
    this.listen();
    this.observer = new ResizeObserver(() => this.layout());
    this.observer.observe(this.frame);
  }

  showBefore(url) {
    this.before.src = url;
  }

  // Shows the next picture once it is loaded, so that nothing flickers.
  async showAfter(url) {
    const image = new Image();
    image.src = url;
    await image.decode();
    this.after.src = url;
  }

  // Pictures of other scales have other sizes; the sheet keeps its size.
  compare(percent) {
    this.split.value = String(percent);
    this.place();
  }

  fit() {
    this.zoom = null;
    this.layout();
  }

  step(direction) {
    const now = this.zoom ?? this.fitted();
    const next = direction > 0 ? zooms.find(zoom => zoom > now * 1.01) : zooms.findLast(zoom => zoom < now * 0.99);
    if (next) this.zoomTo(next);
  }

  // Keeps the pixel at that place of the frame where it is.
  zoomTo(zoom, x = this.frame.clientWidth / 2, y = this.frame.clientHeight / 2) {
    const box = this.sheet.getBoundingClientRect(), frame = this.frame.getBoundingClientRect();
    const [u, v] = [(frame.left + x - box.left) / box.width, (frame.top + y - box.top) / box.height];
    this.zoom = zoom;
    this.layout();
    this.frame.scrollLeft = u * this.sheet.offsetWidth + this.sheet.offsetLeft - x;
    this.frame.scrollTop = v * this.sheet.offsetHeight + this.sheet.offsetTop - y;
    this.place();
  }

  fitted() {
    return Math.min(this.frame.clientWidth / this.width, this.frame.clientHeight / this.height);
  }

  layout() {
    const zoom = this.zoom ?? this.fitted();
    if (!(zoom > 0)) return;
    this.sheet.style.width = `${this.width * zoom}px`;
    this.sheet.style.height = `${this.height * zoom}px`;
    this.sheet.classList.toggle('pixels', this.zoom >= 2);
    this.level.textContent = this.zoom === null ? 'fit' : `${Math.round(zoom * 100)} %`;
    this.place();
  }

  place() {
    const x = this.split.value / 100 * this.frame.clientWidth;
    const inside = Math.max(0, x + this.frame.scrollLeft - this.sheet.offsetLeft);
    this.after.style.clipPath = `inset(0 0 0 ${inside}px)`;
    this.handle.style.left = `${x}px`;
    this.handle.hidden = this.split.value === '0';
  }

  listen() {
    this.frame.addEventListener('scroll', () => this.place());
    this.frame.addEventListener('wheel', event => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = this.frame.getBoundingClientRect();
      const now = this.zoom ?? this.fitted();
      const zoom = Math.min(32, Math.max(0.05, now * Math.exp(-event.deltaY / 300)));
      this.zoomTo(zoom, event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    this.frame.addEventListener('dblclick', event => {
      const box = this.frame.getBoundingClientRect();
      const zoom = Math.max(1, this.fitted() * 3);
      if (this.zoom === null) this.zoomTo(zoom, event.clientX - box.left, event.clientY - box.top);
      else this.fit();
    });
    this.frame.addEventListener('keydown', event => {
      if (event.key === '+' || event.key === '=') this.step(1);
      else if (event.key === '-') this.step(-1);
      else if (event.key === '0') this.fit();
      else return;
      event.preventDefault();
    });
    this.drag(this.handle, event => {
      const box = this.frame.getBoundingClientRect();
      this.compare(Math.min(100, Math.max(0, (event.clientX - box.left) / box.width * 100)));
    });
    this.drag(this.frame, event => {
      if (event.pointerType !== 'mouse') return;
      this.frame.scrollLeft -= event.movementX;
      this.frame.scrollTop -= event.movementY;
    });
  }

  drag(element, moved) {
    element.addEventListener('pointerdown', event => event.button === 0 && element.setPointerCapture(event.pointerId));
    element.addEventListener('pointermove', event => element.hasPointerCapture(event.pointerId) && moved(event));
  }
}
