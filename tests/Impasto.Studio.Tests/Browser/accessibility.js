// The checks of axe and its like that matter here; gives sentences, none where all is well.
() => {
  const problems = [];
  const say = (element, what) => problems.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
  const seen = element => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  const text = element =>
    element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
  const name = element => text(element).trim()
    || (element.title ?? '').trim() || [...element.querySelectorAll('img')].map(image => image.alt).join('').trim();

  if (!document.documentElement.lang) problems.push('The page has no language.');
  if (!document.title) problems.push('The page has no title.');
  if (document.querySelectorAll('main').length !== 1) problems.push('Expected one main part.');
  const titles = document.querySelectorAll('h1').length;
  if (titles !== 1) problems.push(`Expected one h1, got ${titles}.`);
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const now = Number(heading.tagName[1]);
    if (now > level + 1) say(heading, `Heading skips from ${level}`);
    level = now;
  }

  const ids = new Map();
  for (const element of document.querySelectorAll('[id]')) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) problems.push(`The id ${id} comes ${count} times.`);
  for (const attribute of ['for', 'aria-describedby', 'aria-labelledby']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const named = element.getAttribute(attribute).split(/\s+/);
      if (!named.every(id => ids.has(id))) say(element, `${attribute} leads nowhere`);
    }
  }

  for (const image of document.querySelectorAll('img')) if (!image.hasAttribute('alt')) say(image, 'No alt');
  const named = 'button, a[href], input, select, textarea, [role=img], [role=group]';
  for (const element of document.querySelectorAll(named)) {
    if (!name(element)) say(element, 'No name');
  }
  for (const set of document.querySelectorAll('fieldset')) if (!set.querySelector('legend')) say(set, 'No legend');
  for (const element of document.querySelectorAll('[tabindex]')) {
    if (element.tabIndex > 0) say(element, 'Tab order of its own');
  }
  for (const link of document.querySelectorAll('a:not([href])')) say(link, 'A link without a target');

  // A computed colour may be of any space: a canvas turns it into red, green and blue.
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parse = text => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
  const back = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = color => color
    .map(value => value / 255)
    .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const disabled = element.closest('button:disabled, .unseen, script, noscript, .tag, option');
    if (!walker.currentNode.data.trim() || disabled || !seen(element)) continue;
    const style = getComputedStyle(element), behind = back(element);
    const [one, other] = [light(over(parse(style.color), behind)), light(behind)].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) say(element, `Contrast ${contrast.toFixed(2)}`);
  }

  const targets = 'button, a.button, input:not(.unseen, [type=radio], [type=checkbox]), select';
  for (const element of document.querySelectorAll(targets)) {
    const box = element.getBoundingClientRect();
    const small = box.width > 0 && (box.width < 24 || box.height < 24);
    if (seen(element) && small) say(element, `Only ${box.width} x ${box.height} to hit`);
  }

  return problems;
}
