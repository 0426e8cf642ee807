// The queue: what waits and in which order, what is painted and by whom, the workers, and the room that is left.

import { cancelRun, cancelWaiting, loadQueue, moveRun, watch } from './api.js';
import { announce, debounce, h, showTitle } from './dom.js';
import { recipeWords } from './recipe/option-words.js';
import { nameOf, share } from './run-page.js';
import { later } from './undo.js';

// Workers and disk change without an event.
const lookEvery = 5000;

export function showQueue(main) {
  const page = new QueuePage(main);
  page.load();
  const timer = setInterval(() => { if (!document.hidden) page.load(); }, lookEvery);
  const close = watch({
    hello: () => page.load(),
    run: run => page.heard(run),
    gone: () => page.loadSoon(),
  });
  return () => {
    page.isLeft = true;
    clearInterval(timer);
    close();
  };
}

class QueuePage {
  constructor(main) {
    this.rows = new Map();
    this.givenUp = new Set();
    this.asked = 0;
    this.loadSoon = debounce(() => this.load(), 150);
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.running = h('ul', { class: 'queue-list' });
    this.noneRunning = h('p', { class: 'hint' }, 'Nothing is painted now.');
    this.waiting = h('ol', { class: 'queue-list' });
    this.noneWaiting = h('p', { class: 'hint' }, 'Nothing waits.');
    this.count = h('span', { class: 'hint' });
    this.workers = h('tbody', {});
    this.noWorkers = h('p', { class: 'hint' }, 'There are no workers: runs wait until one starts.');
    this.table = h('table', {},
      h('thead', {}, h('tr', {}, ...['Worker', 'Version', 'Device', 'Runs', 'Steps a second', 'Sign of life']
        .map(name => h('th', { scope: 'col' }, name)))),
      this.workers);
    this.disk = h('meter', { min: '0', 'aria-label': 'Room that runs have used' });
    this.room = h('p', {});
    this.all = h('button', { type: 'button', hidden: true, onclick: () => this.ask(true) }, 'Give up all that wait');
    this.sure = h('div', { class: 'row', role: 'group', 'aria-label': 'Give up all that wait', hidden: true },
      h('span', {}, 'Give up every run that waits? They do not come back.'),
      h('button', { type: 'button', class: 'primary', onclick: () => this.cancelAll() }, 'Give them up'),
      h('button', { type: 'button', onclick: () => this.ask(false) }, 'Keep them'));
    showTitle('Queue');
    main.append(
      h('h1', {}, 'Queue'), this.problem,
      h('div', { class: 'queue' },
        panel('Painting', this.running, this.noneRunning),
        panel('Waiting', this.count, this.waiting, this.noneWaiting, this.all, this.sure),
        panel('Workers', h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Workers' },
          this.table), this.noWorkers),
        panel('Disk', this.disk, this.room)));
  }

  async load() {
    this.asked += 1;
    const mine = this.asked;
    try {
      const queue = await loadQueue();
      if (!this.isLeft && mine === this.asked) this.show(queue);
    } catch (failure) {
      this.fail(failure);
    }
  }

  // A step changes a row; another state changes the lists.
  heard(run) {
    const row = this.rows.get(run.id);
    if (row?.state === run.state && run.state === 'running') row.show(run);
    else this.loadSoon();
  }

  show(queue) {
    this.problem.hidden = true;
    const waiting = queue.waiting.filter(run => !this.givenUp.has(run.id));
    const known = this.rows;
    this.rows = new Map();
    const rowOf = (run, kind) => {
      const before = known.get(run.id);
      const row = before instanceof kind ? before : new kind(this);
      row.show(run);
      this.rows.set(run.id, row);
      return row.element;
    };
    put(this.running, queue.running.map(run => rowOf(run, RunningRow)));
    put(this.waiting, waiting.map(run => rowOf(run, WaitingRow)));
    waiting.forEach((run, i) => this.rows.get(run.id).place(i, waiting.length));
    this.noneRunning.hidden = queue.running.length > 0;
    this.noneWaiting.hidden = waiting.length > 0;
    const more = queue.queued > queue.waiting.length ? `, the first ${queue.waiting.length} are shown` : '';
    this.count.textContent = `${queue.queued} of at most ${queue.maxQueued}${more}`;
    this.all.hidden = waiting.length === 0 || !this.sure.hidden;
    if (waiting.length === 0) this.sure.hidden = true;
    this.showWorkers(queue.workers);
    this.showDisk(queue.disk);
  }

  showWorkers(workers) {
    this.table.hidden = workers.length === 0;
    this.noWorkers.hidden = workers.some(worker => worker.isAlive);
    this.workers.replaceChildren(...workers.map(worker => h('tr', { class: worker.isAlive ? '' : 'dead' },
      h('th', { scope: 'row' }, worker.name), h('td', {}, worker.version), h('td', {}, worker.device),
      h('td', {}, `${worker.running} of ${worker.runsAtOnce}`),
      h('td', {}, worker.isAlive ? number(worker.stepsPerSecond) : '–'),
      h('td', {}, worker.isAlive ? ago(worker.secondsSilent) : `none for ${length(worker.secondsSilent)}`))));
  }

  showDisk({ used, limit, free }) {
    Object.assign(this.disk, { max: limit, value: Math.min(used, limit), high: limit * 0.9 });
    this.room.textContent = `Runs take ${size(used)} of at most ${size(limit)}`
      + `${free === null ? '' : `; ${size(free)} of the disk are free`}.`;
  }

  async move(row, where, button) {
    try {
      this.asked += 1;
      const queue = await moveRun(row.run.id, where);
      this.show(queue);
      announce(`${nameOf(row.run)} is number ${queue.waiting.findIndex(run => run.id === row.run.id) + 1}.`);
      // A button that has nothing more to do can't keep the focus.
      if (button.disabled) row.link.focus();
      else button.focus();
    } catch (failure) {
      this.fail(failure);
    }
  }

  giveUp(row) {
    const { id } = row.run;
    this.givenUp.add(id);
    this.load();
    const back = () => {
      this.givenUp.delete(id);
      this.load();
    };
    later(id, `${nameOf(row.run)} is given up.`, () => cancelRun(id).finally(back), back);
  }

  ask(isAsked) {
    this.sure.hidden = !isAsked;
    this.all.hidden = isAsked;
    if (isAsked) this.sure.querySelector('button').focus();
    else this.all.focus();
  }

  async cancelAll() {
    this.sure.hidden = true;
    try {
      const { cancelled } = await cancelWaiting();
      announce(`${cancelled} given up.`);
      await this.load();
    } catch (failure) {
      this.fail(failure);
    }
  }

  fail(failure) {
    if (this.isLeft) return;
    this.problem.textContent = failure.message;
    this.problem.hidden = false;
  }
}

class Row {
  constructor() {
    this.picture = h('img', { alt: '', width: 64, height: 48, loading: 'lazy' });
    this.link = h('a', {});
    this.text = h('span', { class: 'hint' });
    this.element = h('li', {}, this.picture, h('div', {}, this.link, this.text));
  }

  show(run) {
    if (run.revision < this.run?.revision) return;
    this.run = run;
    this.state = run.state;
    this.link.href = `#/run/${run.id}`;
    this.link.textContent = nameOf(run);
    const url = run.frame ? `/api/runs/${run.id}/frame?n=${run.frame}` : `/api/runs/${run.id}/content`;
    if (this.url === url) return;
    this.url = url;
    this.picture.src = url;
  }
}

class RunningRow extends Row {
  constructor() {
    super();
    this.progress = h('progress', { max: '1', value: 0 });
    this.element.lastChild.append(this.progress);
  }

  show(run) {
    super.show(run);
    const at = this.run.progress;
    this.progress.value = at ? share(at) : 0;
    this.progress.setAttribute('aria-label', `Progress of ${nameOf(run)}`);
    const pace = at?.stepsPerSecond ? `, ${number(at.stepsPerSecond)} steps a second` : '';
    const left = at?.secondsLeft ? `, ${length(at.secondsLeft)} left` : '';
    this.text.textContent = at ? `${Math.round(share(at) * 100)} % by ${this.run.worker}${pace}${left}`
      : `${this.run.worker} begins`;
  }
}

class WaitingRow extends Row {
  constructor(page) {
    super();
    const button = (text, where) => {
      const element = h('button', { type: 'button', class: 'quiet', onclick: () => page.move(this, where, element) }, text);
      return element;
    };
    [this.first, this.up, this.down] = [button('First', 'first'), button('Up', 'up'), button('Down', 'down')];
    this.drop = h('button', { type: 'button', class: 'quiet', onclick: () => page.giveUp(this) }, 'Give up');
    this.element.append(h('div', { class: 'row' }, this.first, this.up, this.down, this.drop));
  }

  show(run) {
    super.show(run);
    this.text.textContent = `${run.width} × ${run.height}, ${recipeWords(run)}`;
    for (const button of [this.first, this.up, this.down, this.drop]) {
      button.setAttribute('aria-label', `${button.textContent}: ${nameOf(run)}`);
    }
  }

  place(index, count) {
    this.first.disabled = index === 0;
    this.up.disabled = index === 0;
    this.down.disabled = index === count - 1;
  }
}

function panel(name, ...children) {
  return h('section', { class: 'panel', 'aria-label': name }, h('h2', {}, name), ...children);
}

// Rows that stay keep their place in the document, and so the focus.
function put(list, elements) {
  elements.forEach((element, i) => {
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
  });
  while (list.children.length > elements.length) list.lastChild.remove();
}

const number = value => Number(value.toFixed(1)).toString();
const ago = seconds => (seconds < 2 ? 'now' : `${length(seconds)} ago`);

function length(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
