// Makes elements. Text is only ever set as text, so that a file name can't become markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const svgSpace = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

let counter = 0;

// An id for a label, a description or a list.
export function newId(stem) {
  counter += 1;
  return `${stem}-${counter}`;
}

// Announces something to screen readers.
export function announce(text) {
  document.getElementById('status').textContent = text;
}

// Says that the studio does not answer, so that what is in sight may be out of date.
export function showAway(isAway) {
  document.getElementById('away').hidden = !isAway;
}

export function showTitle(text) {
  document.title = `${text} – Impasto Studio`;
}

export function debounce(action, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
