/**
 * Replaces the items of a list that is redrawn while somebody may be using it: the focus returns to the element with the same `data-key`
 * or, if that is gone, to the first button of the item with the same `data-user`.
 */
export function redraw(list: HTMLElement, items: readonly HTMLElement[]): void {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.getAttribute('data-key') ?? '';
  const user = focused?.closest('[data-user]')?.getAttribute('data-user') ?? '';
  list.replaceChildren(...items);
  if (focused === null) return;
  const same = [...list.querySelectorAll<HTMLElement>('[data-key]')].find((each) => each.dataset.key === key);
  const item = [...list.querySelectorAll<HTMLElement>('[data-user]')].find((each) => each.dataset.user === user);
  (same ?? item?.querySelector('button') ?? list.querySelector('button'))?.focus();
}
