/**
 * Fits the page to the visible height while a phone's keyboard is open. `interactive-widget` in index.html asks browsers for the same, but
 * not all support it.
 */
export function fitKeyboard(window: Window): void {
  const { visualViewport: seen, document } = window;
  seen?.addEventListener('resize', () => {
    // Zooming in also reduces the visible height, but must not shrink the page.
    const fitting = seen.scale === 1 && seen.height < window.innerHeight;
    document.body.style.height = fitting ? `${seen.height}px` : '';
    // Such a browser has scrolled the page to the focused field, which is visible now.
    if (fitting) window.scrollTo(0, 0);
  });
}
