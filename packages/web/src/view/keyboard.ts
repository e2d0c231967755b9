/**
 * Makes the page as high as what is in sight while a phone's keyboard is open. `interactive-widget` in index.html asks browsers
 * for the same, and not all of them know it.
 */
export function fitKeyboard(window: Window): void {
  const { visualViewport: seen, document } = window;
  seen?.addEventListener('resize', () => {
    // Somebody who has zoomed in sees less of the page, and it must not shrink for that.
    const fitting = seen.scale === 1 && seen.height < window.innerHeight;
    document.body.style.height = fitting ? `${seen.height}px` : '';
    // Such a browser has pushed the page up to show the field in focus, which is in sight now.
    if (fitting) window.scrollTo(0, 0);
  });
}
