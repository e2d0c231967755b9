/** The element with this id; throws if the page lacks it, which is a bug. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page lacks an element with the id ${id}`);
  return element;
}

/** Creates an element with attributes and text; text is never markup (T7). */
export function make(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...content: (Node | string)[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** A button with a click handler. */
export function button(text: string, press: () => void, label?: string): HTMLElement {
  const made = make('button', { type: 'button', class: 'quiet', ...(label ? { 'aria-label': label } : {}) }, text);
  made.addEventListener('click', press);
  return made;
}
