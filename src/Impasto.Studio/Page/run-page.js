// The page of a run, while it paints and afterwards.

import {
  cancelRun, continueRun, deleteRun, loadRun, pauseRun, planContinuation, repeatRun, retryEvery, stopRun, watch,
} from './api.js';
import { ClipPlayer } from './clip-player.js';
import { announce, debounce, h, newId, showTitle } from './dom.js';
import { FavoriteButton } from './gallery/favorite.js';
import { LossCurve } from './loss-curve.js';
import { PictureStage } from './picture-stage.js';
import { RecipeForm } from './recipe-form.js';
import { nowLarge } from './recipe/now-large.js';
import { inPageWords, labelOf, recipeWords } from './recipe/option-words.js';
import { time } from './recipe/plans.js';
import { sharePanel } from './recipe/share-panel.js';
import { downloads } from './run/downloads.js';
import { changeInWords, runChain } from './run-chain.js';
import { askToTell, canTell, showShare, tell, tells } from './tab.js';
import { forget, later } from './undo.js';

export const states = {
  queued: 'Waiting', running: 'Painting', paused: 'Paused', done: 'Done', stopped: 'Stopped, picture kept',
  cancelled: 'Given up', failed: 'It did not work',
};
const isOver = state => ['done', 'stopped', 'cancelled', 'failed'].includes(state);
const clipFormats = ['mp4', 'webm', 'mkv'];
const worthTelling = 20;
const planEvery = 2000;
const hasResult = state => ['done', 'stopped'].includes(state);

export function showRun(main, catalog, id) {
  const page = new RunPage(main, catalog, id);
  page.load();
  return () => page.leave();
}

class RunPage {
  constructor(main, catalog, id) {
    Object.assign(this, { main, catalog, id, run: null, frame: null, isLoading: false });
    this.curve = new LossCurve();
    this.title = h('h1', {});
    this.star = new FavoriteButton(run => this.show(run));
    this.state = h('p', { class: 'state' });
    this.progress = h('progress', { max: '1', value: 0, 'aria-label': 'Progress' });
    this.facts = h('dl', { class: 'facts' });
    this.actions = h('div', { class: 'row actions' });
    this.notes = h('div', { class: 'notes' });
    this.teller = h('button', { type: 'button', hidden: true, onclick: () => this.askToTell() },
      'Tell me when it is done');
    this.after = h('div', { class: 'after-run' });
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  }

  async load() {
    let details;
    try {
      details = await loadRun(this.id);
    } catch (failure) {
      if (this.isLeft) return;
      this.main.replaceChildren(h('p', { class: 'notice' }, failure.message));
      if (failure.status !== 404) setTimeout(() => this.load(), retryEvery);
      return;
    }
    if (this.isLeft) return;
    this.main.replaceChildren();
    const run = details.run;
    this.stage = new PictureStage(run.width, run.height, run.content, run.clip ? 'clip' : 'photograph');
    this.canvas = h('section', { class: 'canvas', 'aria-label': run.clip ? 'Clip' : 'Picture' }, this.stage.element);
    this.curve.element.hidden = Boolean(run.clip);
    this.stage.showBefore(`/api/runs/${this.id}/content`);
    this.stage.showAfter(`/api/runs/${this.id}/content`).catch(() => {});
    this.main.append(h('div', { class: 'columns run' },
      this.canvas,
      h('div', { class: 'side' },
        h('section', { class: 'panel', 'aria-label': 'Run' },
          h('div', { class: 'title-row' }, this.title, this.star.element), this.state, this.progress, this.facts,
          this.curve.element, this.problem, this.actions,
          this.teller, this.notes),
        this.after)));
    this.curve.set(details.curveNames, details.curve);
    this.ahead = details.ahead;
    this.show(run, details);
    this.close = watch({
      hello: () => this.refresh(),
      run: changed => { if (changed.id === this.id) this.show(changed); },
      gone: id => { if (id === this.id) location.hash = '#/gallery'; },
      away: () => this.showName('No answer'),
    });
  }

  // After a time without events, anything may have happened.
  async refresh() {
    try {
      const details = await loadRun(this.id);
      if (this.isLeft) return;
      this.ahead = details.ahead;
      this.showName(mark(this.run));
      this.show(details.run);
    } catch (failure) {
      if (failure.status === 404 && !this.isLeft) location.hash = '#/gallery';
      else if (!this.isLeft) this.showName('No answer');
    }
  }

  showName(state) {
    showTitle(`${state}: ${this.title.textContent}`);
  }

  leave() {
    this.isLeft = true;
    showShare(null);
    this.close?.();
    this.stage?.observer.disconnect();
    this.player?.leave();
  }

  // Answers and events travel on connections of their own, so an old state may arrive after a newer one.
  show(run, details) {
    if (this.run && run.revision < this.run.revision) return;
    const changed = this.run?.state !== run.state || this.run?.wish !== run.wish;
    const ends = this.run && !isOver(this.run.state) && isOver(run.state);
    this.run = run;
    if (run.progress && !run.clip) this.curve.add(run.progress.step, run.progress.loss, run.progress.losses);
    this.title.textContent = nameOf(run);
    this.star.show(run, this.title.textContent);
    this.showName(mark(run));
    this.showProgress(run);
    this.showPicture(run);
    showShare(run.state === 'running' && run.progress ? share(run.progress) : null);
    this.showTeller(run);
    if (run.state === 'running') this.planSoon?.();
    if (ends) tell(states[run.state], this.title.textContent, `/api/runs/${this.id}/content`);
    if (!changed) return;
    announce(`${states[run.state]}.`);
    this.drawActions(run);
    this.drawNotes(run);
    this.drawAfter(run, details);
  }

  // Asked for once, by a button, and only while there is something to wait for.
  showTeller(run) {
    const left = run.progress?.secondsLeft ?? 0;
    const isWorth = run.state === 'queued' || (run.state === 'running' && left > worthTelling);
    this.teller.hidden = tells() || !canTell() || !isWorth;
  }

  async askToTell() {
    const isAllowed = await askToTell();
    this.teller.hidden = true;
    announce(isAllowed ? 'You will be told, also while you look at something else.' : 'The browser does not allow it.');
  }

  showProgress(run) {
    const at = run.progress;
    const wish = run.state === 'running' && run.wish !== 'none' ? ', ending after this step' : '';
    const ahead = run.state === 'queued' && this.ahead > 0 ? `, ${this.ahead} before it` : '';
    this.state.textContent = `${states[run.state]}${wish}${ahead}`;
    this.state.dataset.state = run.state;
    if (at) this.progress.value = run.state === 'done' ? 1 : share(at);
    else if (isOver(run.state)) this.progress.value = 0;
    else this.progress.removeAttribute('value');
    this.progress.hidden = isOver(run.state);
    this.facts.replaceChildren(...[
      at?.frames > 0 && ['Frame', `${at.frame} of ${at.frames}`],
      at && ['Step', `${at.step} of ${at.totalSteps}`],
      at && ['Scale', `${at.scale} of ${at.scales}, ${at.width} × ${at.height}`],
      run.state === 'running' && at && (!run.clip || at.secondsLeft > 0) && ['Left', `about ${time(at.secondsLeft)}`],
      at && at.stepsPerSecond > 0 && ['Speed', `${at.stepsPerSecond.toPrecision(2)} steps/s`],
      isOver(run.state) && at && ['Took', time(at.seconds)],
      ['Result', `${run.width} × ${run.height}`],
      run.clip && ['Clip', clipFacts(run.clip)],
      ['Recipe', recipeWords(run)],
    ].filter(Boolean).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
  }

  // One picture at a time: while it loads, newer ones wait.
  async showPicture(run) {
    const clip = viewable(run, clipFormats);
    if (clip) return this.showClip(run, clip);
    const format = viewable(run, ['png', 'jpg']);
    const wanted = format ? `result.${format}` : run.frame && `frame?n=${run.frame}`;
    if (!wanted || wanted === this.frame || this.isLoading) return;
    this.isLoading = true;
    try {
      await this.stage.showAfter(`/api/runs/${this.id}/${wanted}`);
      this.frame = wanted;
    } catch {
      // The next one may load.
    }
    this.isLoading = false;
    if (this.run !== run) this.showPicture(this.run);
  }

  showClip(run, format) {
    if (this.player) return;
    this.player = new ClipPlayer(`/api/runs/${this.id}/content-clip`, `/api/runs/${this.id}/result.${format}`, run);
    this.canvas.replaceChildren(this.player.element);
  }

  drawActions(run) {
    const button = (label, act, kind) => h('button', {
      type: 'button', class: kind, onclick: () => { forget(this.id); this.act(act); },
    }, label);
    this.actions.replaceChildren(...({
      queued: [button('Pause', () => pauseRun(this.id)), button('Give up', () => this.giveUp())],
      running: [
        button('Pause', () => pauseRun(this.id)),
        button('Stop and keep', () => stopRun(this.id), 'primary'),
        button('Give up', () => this.giveUp())],
      paused: [
        button('Continue', () => continueRun(this.id), 'primary'),
        run.hasPicture && button('Stop and keep', () => stopRun(this.id)),
        button('Give up', () => this.giveUp())].filter(Boolean),
    }[run.state] ?? [button('Delete', () => this.remove())]));
  }

  drawNotes(run) {
    this.notes.replaceChildren(...[
      run.error && h('p', { class: 'problem' }, run.error),
      ...run.notes.split('\n').filter(Boolean).map(note => h('p', { class: 'hint' }, inPageWords(note))),
      run.parent && h('p', { class: 'hint' }, run.continues ? 'Continues from ' : 'Repeats ',
        h('a', { href: `#/run/${run.parent}` }, 'an earlier run'), '.'),
      run.batch && h('p', { class: 'hint' }, 'Belongs to the batch ',
        h('a', { href: `#/batch/${run.batch}` }, run.batchTitle), '.'),
    ].filter(Boolean));
  }

  async drawAfter(run, details) {
    const found = details ?? await loadRun(this.id).catch(() => null);
    if (!found || this.run.state !== run.state) return;
    this.after.replaceChildren(...[
      nowLarge(run, this.catalog, changes => this.act(() => repeatRun(this.id, changes), true)),
      run.formats.length > 0 && downloads(run),
      this.onwards(run),
      runChain(this.catalog, run, found.ancestors, found.successors),
      isOver(run.state) && this.again(run),
      sharePanel(run),
      this.details(found),
    ].filter(Boolean));
    if (hasResult(run.state) && !details) announce(`The ${run.clip ? 'clip' : 'picture'} is done.`);
  }

  // Continues from here with another strength, in a run of its own: nothing is lost.
  onwards(run) {
    this.planSoon = null;
    if (run.clip || ['queued', 'cancelled', 'failed'].includes(run.state)) return null;
    const id = newId('onwards');
    const preset = this.catalog.presets.find(known => known.name === run.preset);
    const before = run.options.strength ?? preset?.values.strength ?? '50';
    const output = h('output', { for: id }, before);
    const plan = h('p', { class: 'hint', role: 'status' });
    const show = debounce(() => this.showPlan(plan, input.value), 150);
    const input = h('input', {
      type: 'range', id, min: '0', max: '100', value: before,
      oninput: () => { output.textContent = input.value; show(); },
    });
    this.planSoon = () => {
      this.planTimer ??= setTimeout(() => { this.planTimer = null; show(); }, planEvery);
    };
    this.showPlan(plan, before);
    return h('section', { class: 'panel', 'aria-label': 'Continue from here' }, h('h2', {}, 'Continue from here'),
      h('div', { class: 'slider' }, h('label', { for: id }, labelOf('strength')), output, input), plan,
      h('button', { type: 'button', onclick: () => this.act(() => this.goOn(input.value), true) },
        'Continue from here'));
  }

  // What the button will do, by the studio's own rule.
  async showPlan(place, strength) {
    if (this.run.state === 'running' && !this.run.frame) {
      place.textContent = 'There is no picture yet to continue from.';
      return;
    }

    try {
      const plan = await planContinuation(this.id, { options: { strength } });
      place.textContent = planInWords(plan, this.run.state === 'running');
    } catch (failure) {
      place.textContent = inPageWords(failure.message);
    }
  }

  async goOn(strength) {
    if (this.run.state === 'running') {
      await pauseRun(this.id);
      while (this.run.state === 'running' && !this.isLeft) await new Promise(resolve => setTimeout(resolve, 100));
    }
    return continueRun(this.id, { options: { strength } });
  }

  again(run) {
    const form = new RecipeForm(this.catalog, run);
    const repeat = async () => {
      try {
        return await repeatRun(this.id, { preset: form.preset.name, options: this.replaced(form, run) });
      } catch (failure) {
        const [first] = form.showProblems(failure.errors);
        if (first) form.goTo(first);
        throw failure;
      }
    };
    return h('details', { class: 'panel fold' },
      h('summary', {}, h('h2', {}, 'Run again with other options')), form.element,
      h('button', { type: 'button', class: 'primary', onclick: () => this.act(repeat, true) }, 'Paint again'));
  }

  // An option that was set back to the preset's value must be sent as well.
  replaced(form, run) {
    const standard = form.preset.name === run.preset
      ? Object.fromEntries(Object.keys(run.options).map(name => [name, form.preset.values[name]])) : {};
    return { ...standard, ...form.options };
  }

  details(found) {
    const code = h('code', { tabindex: '0' }, found.command);
    const copy = h('button', {
      type: 'button', onclick: async () => {
        try {
          await navigator.clipboard.writeText(found.command);
          copy.textContent = 'Copied';
        } catch {
          getSelection().selectAllChildren(code);
        }
      },
    }, 'Copy');
    return h('section', { class: 'panel', 'aria-label': 'Details' },
      h('h2', {}, 'The same by command'), h('div', { class: 'command' }, code, copy),
      found.commandFiles.length > 0 && h('p', { class: 'hint' }, 'Files from here that it needs: ',
        found.commandFiles.flatMap((file, i) => [
          i > 0 && ', ', h('a', { href: file.address, download: file.name }, file.name)]), '.'),
      h('details', {}, h('summary', {}, 'History'),
        h('ol', { class: 'history' }, found.history.map(event => h('li', {},
          h('time', {}, new Date(event.at).toLocaleTimeString()), ` ${event.what}`,
          event.worker && h('span', { class: 'hint' }, ` by ${event.worker}`))))));
  }

  async act(action, follows = false) {
    this.problem.hidden = true;
    try {
      const run = await action();
      if (follows && run) location.hash = `#/run/${run.id}`;
      else if (run) this.show(run);
    } catch (failure) {
      this.problem.textContent = inPageWords(failure.message);
      this.problem.hidden = false;
    }
  }

  // Paused at once; given up for good when nobody wants it back.
  async giveUp() {
    const { id, run } = this;
    const goesOn = run.state !== 'paused';
    const paused = goesOn ? await pauseRun(id) : run;
    later(id, `${nameOf(run)} is given up.`, () => cancelRun(id), () => goesOn && continueAfterPause(id));
    return paused;
  }

  remove() {
    removeLater(this.run);
    location.hash = '#/gallery';
    return null;
  }
}

// A worker ends the step first; only then can the run continue.
async function continueAfterPause(id) {
  for (;;) {
    const { run } = await loadRun(id);
    if (run.state !== 'running') return run.state === 'paused' ? continueRun(id) : run;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

export const nameOf = run => `${stem(run.content)} as ${run.styles.map(style => stem(style.name)).join(', ')}`;

// Runs that are deleted soon; the gallery leaves them out.
export const leaving = new Set();

export function removeLater(run, back = () => { location.hash = `#/run/${run.id}`; }) {
  leaving.add(run.id);
  later(
    run.id,
    `${nameOf(run)} is deleted.`,
    () => deleteRun(run.id).finally(() => leaving.delete(run.id)),
    () => {
      leaving.delete(run.id);
      back();
    });
}

// What a run's title begins with: how far it is, or its state.
function mark(run) {
  const at = run.progress;
  const isPainting = run.state === 'running' && at;
  return isPainting ? `${Math.round(share(at) * 100)} %` : states[run.state].split(',')[0];
}

// How much of a run is done, from 0 to 1; the steps of a clip are those of the frame.
export function share(at) {
  const steps = at.step / Math.max(1, at.totalSteps);
  return at.frames > 0 ? (at.frame - 1 + steps) / at.frames : steps;
}

function clipFacts(clip) {
  const part = clip.from !== null || clip.to !== null
    ? `, from ${clip.from ?? 0} s${clip.to === null ? '' : ` to ${clip.to} s`}` : '';
  const steps = clip.frameSteps ? `, ${clip.frameSteps} steps a frame` : clip.quick ? ', quick' : '';
  return `${clip.frames ? `${clip.frames} frames, ` : ''}${Number(clip.rate.toFixed(3))} a second${part}${steps}`;
}

// The first of some formats that the run's result has and a browser can show.
export const viewable = (run, wanted) => wanted.find(format => run.formats.includes(format));

export const stem = name => name.replace(/\.[^.]*$/, '');

// A new run from this picture: strength 50 → 80, 60 steps.
function planInWords(plan, isPainting) {
  const from = plan.from === 'picture' ? 'A new run starts from this picture, at the full size'
    : `${isPainting ? 'This run is paused, and a' : 'A'} new one continues where it is`;
  const changes = plan.changes.length > 0 ? plan.changes.map(changeInWords).join(', ') : 'the same options';
  const steps = plan.steps === null ? '' : `, ${plan.steps} ${plan.steps === 1 ? 'step' : 'steps'}`;
  return `${from}: ${changes}${steps}.`;
}
