// Plays a clip and its result side by side, in step, by one button.

import { h, newId } from './dom.js';

// Seconds. A smaller distance is closed by playing faster or slower, a larger one by a jump.
const jumpFrom = 0.25;
const fastest = 0.1;
// Milliseconds.
const settled = 150;

export class ClipPlayer {
  constructor(before, after, run) {
    this.before = this.video(before, true, `${run.content}, the clip`);
    this.after = this.video(after, false, `${run.content}, repainted`);
    this.button = h('button', { type: 'button', class: 'primary', onclick: () => this.toggle() }, 'Play');
    this.seek = h('input', {
      type: 'range', min: '0', max: '1', step: 'any', value: '0', 'aria-label': 'Time in the clip',
      oninput: () => this.moveTo(Number(this.seek.value)),
    });
    this.time = h('output', {}, '0:00.0');
    const id = newId('sound');
    this.sound = h('input', {
      type: 'checkbox', id, checked: true, onchange: () => { this.after.muted = !this.sound.checked; },
    });
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true },
      'This browser can’t play the clip; download it below.');
    const side = (video, name) => h('figure', {}, video, h('figcaption', { class: 'hint' }, name));
    this.element = h('div', { class: 'player' },
      h('div', { class: 'pair' }, side(this.before, run.content), side(this.after, 'repainted')),
      this.problem,
      h('div', { class: 'stage-bar' }, this.button, this.seek, this.time,
        h('label', { for: id, class: 'share' }, this.sound, ' sound')));
    this.listen();
  }

  video(url, muted, name) {
    return h('video', { src: url, muted, playsInline: true, preload: 'auto', 'aria-label': name });
  }

  // The result leads, because it has the sound; the clip follows.
  listen() {
    this.after.addEventListener('loadedmetadata', () => { this.seek.max = String(this.after.duration); });
    this.after.addEventListener('play', () => this.follow());
    this.after.addEventListener('pause', () => this.rest());
    this.after.addEventListener('ended', () => this.rest());
    this.after.addEventListener('timeupdate', () => this.show());
    this.after.addEventListener('waiting', () => this.before.pause());
    // It may come after the pause that followed it.
    this.after.addEventListener('playing', () => { if (!this.after.paused) this.start(this.before); });
    this.after.addEventListener('error', () => { this.problem.hidden = false; });
    for (const video of [this.before, this.after]) video.addEventListener('click', () => this.toggle());
  }

  toggle() {
    if (!this.after.paused) return this.after.pause();
    if (this.after.ended) this.moveTo(0);
    this.before.currentTime = this.after.currentTime;
    this.start(this.before);
    this.start(this.after);
  }

  // Of a clip that ends earlier than the other's sound, there is nothing more to play.
  start(video) {
    if (video.ended) return;
    video.play().catch(() => {});
  }

  moveTo(seconds) {
    this.after.currentTime = seconds;
    this.before.currentTime = seconds;
    this.show();
  }

  rest() {
    cancelAnimationFrame(this.next);
    this.meet();
    // A browser may move a video by some milliseconds when it has really come to rest.
    setTimeout(() => { if (this.after.paused) this.meet(); }, settled);
  }

  meet() {
    this.before.pause();
    this.before.playbackRate = 1;
    if (this.before.currentTime !== this.after.currentTime) this.before.currentTime = this.after.currentTime;
    this.show();
  }

  follow() {
    this.show();
    const ahead = this.before.currentTime - this.after.currentTime;
    if (Math.abs(ahead) > jumpFrom && !this.before.ended) this.before.currentTime = this.after.currentTime;
    else this.before.playbackRate = 1 - Math.max(-fastest, Math.min(fastest, ahead));
    cancelAnimationFrame(this.next);
    if (!this.after.paused) this.next = requestAnimationFrame(() => this.follow());
  }

  show() {
    const seconds = this.after.currentTime;
    this.button.textContent = this.after.paused ? 'Play' : 'Pause';
    this.seek.value = String(seconds);
    this.time.textContent = `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`;
  }

  leave() {
    cancelAnimationFrame(this.next);
    for (const video of [this.before, this.after]) {
      video.pause();
      video.removeAttribute('src');
      video.load();
    }
  }
}
