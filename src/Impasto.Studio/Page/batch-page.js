// The page of a batch: its runs with one progress, while they are painted and afterwards.

import { changeBatch, deleteBatch, loadBatch, retryEvery, watch } from './api.js';
import { announce, h, showTitle } from './dom.js';
import { labelOf } from './recipe/option-words.js';
import { time } from './recipe/plans.js';
import { leaving, nameOf, share, states } from './run-page.js';
import { pictureOf } from './run-picture.js';
import { downloadSheet } from './sheet.js';
import { showShare, tell } from './tab.js';
import { forget, later } from './undo.js';

const refreshEvery = 500;
const isActive = batch => batch.states.queued + batch.states.running > 0;

export function showBatch(main, catalog, id) {
  const page = new BatchPage(main, catalog, id);
  page.load();
  return () => page.leave();
}

class BatchPage {
  constructor(main, catalog, id) {
    Object.assign(this, { main, catalog, id, batch: null, tiles: new Map(), asked: 0 });
    this.title = h('h1', {});
    this.state = h('p', { class: 'state' });
    this.progress = h('progress', { max: '1', value: 0, 'aria-label': 'Progress' });
    this.left = h('p', { class: 'hint' });
    this.actions = h('div', { class: 'row actions' });
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.list = h('ul', { class: 'gallery tiles' });
    this.head = h('section', { class: 'panel batch-head', 'aria-label': 'Batch' },
      this.title, this.state, this.progress, this.left, this.problem, this.actions);
  }

  // Changes of many runs come at once: the batch is asked for now and then, and has all of them.
  async load() {
    this.asked += 1;
    const mine = this.asked;
    let batch;
    try {
      batch = await loadBatch(this.id);
    } catch (failure) {
      if (this.isLeft) return;
      if (failure.status === 404 && this.batch) location.hash = '#/gallery';
      else if (!this.batch) this.main.replaceChildren(h('p', { class: 'notice' }, failure.message));
      if (failure.status !== 404) setTimeout(() => this.isLeft || this.load(), retryEvery);
      return;
    }
    if (this.isLeft || mine !== this.asked) return;
    if (!this.batch) this.begin();
    this.show(batch);
  }

  begin() {
    this.main.replaceChildren(this.head, this.list);
    const soon = () => {
      this.timer ??= setTimeout(() => { this.timer = null; this.load(); }, refreshEvery);
    };
    this.close = watch({
      hello: soon,
      run: run => { if (run.batch === this.id) soon(); },
      gone: id => { if (this.tiles.has(id)) soon(); },
    });
  }

  leave() {
    this.isLeft = true;
    clearTimeout(this.timer);
    showShare(null);
    this.close?.();
  }

  show(batch) {
    const ends = this.batch && isActive(this.batch) && !isActive(batch);
    const changed = JSON.stringify(this.batch?.links) !== JSON.stringify(batch.links);
    this.batch = batch;
    this.title.textContent = batch.title;
    const words = inWords(batch);
    if (this.state.textContent !== words) announce(words);
    this.state.textContent = words;
    this.state.dataset.state = batch.states.running ? 'running' : isActive(batch) ? 'queued' : 'done';
    this.progress.value = batch.progress;
    this.progress.hidden = !isActive(batch) && batch.states.paused === 0;
    const knows = isActive(batch) && batch.secondsLeft !== null;
    this.left.textContent = knows ? `about ${time(batch.secondsLeft)} left` : '';
    this.left.hidden = !knows;
    const percent = `${Math.round(batch.progress * 100)} %`;
    showTitle(`${isActive(batch) ? percent : 'Batch'}: ${batch.title}`);
    showShare(isActive(batch) ? batch.progress : null);
    if (ends) tell(words, batch.title, pictureOf(batch.runs.at(-1)));
    if (changed) this.drawActions(batch);
    this.drawRuns(batch);
  }

  drawActions(batch) {
    const { links } = batch;
    const focused = document.activeElement?.textContent;
    const button = (label, act) => h('button', { type: 'button', onclick: () => this.act(act) }, label);
    this.actions.replaceChildren(...[
      links.results && h('a', { class: 'button primary', download: '', href: links.results }, 'Download as ZIP'),
      links.results && batch.runs.length > 1 && !batch.runs.some(run => run.clip)
        && button('Download as one sheet', () => this.sheet()),
      links.actions.pause && button('Pause', () => this.change('pause')),
      links.actions.continue && button('Continue', () => this.change('continue')),
      links.actions.cancel && button('Give up', () => this.giveUp()),
      button('Delete', () => this.remove()),
    ].filter(Boolean));
    // Buttons are made anew, and whoever used one stays at it.
    [...this.actions.children].find(one => one.textContent === focused)?.focus();
  }

  drawRuns(batch) {
    for (const [id, tile] of this.tiles) {
      if (batch.runs.some(run => run.id === id)) continue;
      tile.element.remove();
      this.tiles.delete(id);
    }
    const labels = labelsOf(this.catalog, batch);
    batch.runs.forEach((run, index) => {
      let tile = this.tiles.get(run.id);
      if (!tile) {
        tile = new Tile();
        this.tiles.set(run.id, tile);
        this.list.append(tile.element);
      }
      tile.show(run, labels[index]);
    });
  }

  // Of the results so far.
  async sheet() {
    const labels = labelsOf(this.catalog, this.batch);
    const pictures = this.batch.runs
      .map((run, index) => ({ run, url: pictureOf(run), label: labels[index].join(', ') }))
      .filter(({ run }) => run.formats.length > 0);
    await downloadSheet(this.batch.title, pictures);
  }

  change(what) {
    forget(this.id);
    return changeBatch(this.id, what);
  }

  // Paused at once; given up for good when nobody wants it back.
  async giveUp() {
    const { id, batch } = this;
    const goesOn = batch.runs.filter(run => ['queued', 'running'].includes(run.state)).length > 0;
    const paused = goesOn ? await changeBatch(id, 'pause') : batch;
    later(id, `${batch.title} is given up.`, () => changeBatch(id, 'cancel'), () => goesOn && continueAfterPause(id));
    return paused;
  }

  remove() {
    const { id, batch } = this;
    const ids = batch.runs.map(run => run.id);
    const comesBack = () => ids.forEach(one => leaving.delete(one));
    ids.forEach(one => leaving.add(one));
    later(id, `${batch.title} with ${ids.length} runs is deleted.`, () => deleteBatch(id).finally(comesBack), () => {
      comesBack();
      location.hash = `#/batch/${id}`;
    });
    location.hash = '#/gallery';
    return null;
  }

  async act(action) {
    this.problem.hidden = true;
    try {
      const batch = await action();
      if (batch && !this.isLeft) this.show(batch);
    } catch (failure) {
      this.problem.textContent = failure.message;
      this.problem.hidden = false;
    }
  }
}

// A worker ends the step first; only then can its run continue.
async function continueAfterPause(id) {
  for (;;) {
    const batch = await loadBatch(id);
    if (batch.states.running === 0 || batch.runs.every(run => run.wish !== 'pause')) return changeBatch(id, 'continue');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

// 3 of 8 done, 1 is painted, 4 wait.
function inWords({ runs, states: count }) {
  const many = (number, one, more) => (number > 0 ? `, ${number} ${number === 1 ? one : more}` : '');
  return `${count.done} of ${runs.length} done${many(count.running, 'is painted', 'are painted')}`
    + `${many(count.queued, 'waits', 'wait')}${many(count.paused, 'is paused', 'are paused')}`
    + `${many(count.stopped, 'stopped', 'stopped')}${many(count.cancelled, 'given up', 'given up')}`
    + `${many(count.failed, 'failed', 'failed')}`;
}

// What tells the pictures apart: the value of a strip, the names of the pictures, or a number.
function labelsOf(catalog, batch) {
  const names = batch.runs.map(nameOf);
  const areSame = new Set(names).size === 1;
  return batch.runs.map((run, index) => {
    if (batch.sweep) {
      const preset = catalog.presets.find(known => known.name === run.preset);
      const value = `${labelOf(batch.sweep)} ${run.options[batch.sweep] ?? preset?.values[batch.sweep] ?? ''}`;
      return areSame ? [value] : [value, names[index]];
    }
    const before = names.slice(0, index).filter(name => name === names[index]).length;
    const isAlone = names.filter(name => name === names[index]).length === 1;
    return [isAlone ? names[index] : `${names[index]}, ${before + 1}`];
  });
}

class Tile {
  constructor() {
    this.picture = h('img', { alt: '', loading: 'lazy' });
    this.state = h('span', { class: 'tag' });
    this.name = h('span', { class: 'name' });
    this.more = h('span', { class: 'hint' });
    this.link = h('a', {}, h('div', { class: 'card-picture' }, this.picture, this.state), this.name, this.more);
    this.element = h('li', { class: 'card tile' }, this.link);
  }

  show(run, [label, more = '']) {
    this.link.href = `#/run/${run.id}`;
    this.name.textContent = label;
    this.more.textContent = more;
    const isPainting = run.state === 'running' && run.progress;
    this.state.textContent = isPainting ? `${Math.round(share(run.progress) * 100)} %` : states[run.state];
    this.state.hidden = run.state === 'done';
    const url = pictureOf(run);
    if (this.url !== url) this.picture.src = url;
    this.url = url;
  }
}
