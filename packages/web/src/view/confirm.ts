import { byId } from './elements.ts';

/** Asks before something that cannot be undone; `yes` is the button's label. True if the user confirms; Escape cancels. */
export function confirmed(text: string, yes: string): Promise<boolean> {
  const dialog = byId('confirm', HTMLDialogElement);
  byId('confirm-text', HTMLParagraphElement).textContent = text;
  byId('confirm-yes', HTMLButtonElement).textContent = yes;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
