// Two results, one over the other, with a line between them.

import { loadRun } from './api.js';
import { h, showTitle } from './dom.js';
import { PictureStage } from './picture-stage.js';
import { recipeWords } from './recipe/option-words.js';
import { nameOf, viewable } from './run-page.js';

export function showCompare(main, ids) {
  let stage = null;
  let isLeft = false;
  const load = async () => {
    try {
      const [left, right] = (await Promise.all(ids.map(loadRun))).map(details => details.run);
      const urls = [left, right].map(run => [run, viewable(run, ['png', 'jpg'])]);
      if (isLeft) return;
      if (urls.some(([, format]) => !format)) {
        main.replaceChildren(h('p', { class: 'notice' }, 'Only finished pictures can be compared.'));
        return;
      }
      const [before, after] = urls.map(([run, format]) => `/api/runs/${run.id}/result.${format}`);
      stage = new PictureStage(
        Math.max(left.width, right.width), Math.max(left.height, right.height), nameOf(left), 'left picture');
      stage.after.alt = `${nameOf(right)}, the right picture`;
      stage.showBefore(before);
      main.append(h('h1', {}, 'Two pictures'), h('section', { class: 'canvas', 'aria-label': 'Pictures' }, stage.element),
        h('dl', { class: 'facts' }, [['Left', left], ['Right', right]].map(([side, run]) => h('div', {},
          h('dt', {}, side), h('dd', {}, h('a', { href: `#/run/${run.id}` }, nameOf(run)), ` ${recipeWords(run)}`)))));
      showTitle('Two pictures');
      await stage.showAfter(after);
      stage.compare(50);
    } catch (failure) {
      if (!isLeft) main.replaceChildren(h('p', { class: 'notice' }, failure.message));
    }
  };
  load();
  return () => {
    isLeft = true;
    stage?.observer.disconnect();
  };
}
