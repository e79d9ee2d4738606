const WRONG = ['aria-expanded', 'aria-haspopup', 'aria-owns', 'aria-labelledby'];

/** The theme calls its search box a button with fields and links inside, which readers of screens cannot enter: it is a dialog. */
export function mendSearchBox(): void {
  new MutationObserver(() => {
    const box = document.querySelector('.VPLocalSearchBox[role="button"]');
    if (!box) return;
    for (const name of WRONG) box.removeAttribute(name);
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-modal', 'true');
    box.setAttribute('aria-label', 'Search');
    // Their names say less than what is read.
    for (const link of box.querySelectorAll('a.result[aria-label]')) link.removeAttribute('aria-label');
  }).observe(document.body, { childList: true, subtree: true });
}
