/** Whether the user is looking at the page: it is visible and has the focus. */
export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Calls back when the user looks away, or leaves the page. */
export function onLeave(signal: AbortSignal, left: () => void): void {
  window.addEventListener('blur', left, { signal });
  window.addEventListener('pagehide', left, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && left(), { signal });
}
