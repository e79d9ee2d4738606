/** Attributes by which the theme makes a box, a field and rows of what they are not, by the elements they stand on. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  '.VPLocalSearchBox': ['aria-expanded', 'aria-haspopup', 'aria-owns', 'aria-labelledby'],
  '.VPLocalSearchBox input': ['role', 'aria-activedescendant', 'aria-autocomplete', 'aria-controls', 'aria-haspopup'],
  '.VPLocalSearchBox .results': ['role', 'aria-labelledby'],
  '.VPLocalSearchBox .results > li': ['role', 'aria-selected'],
  '.VPLocalSearchBox a.result': ['aria-label'],
  '.VPLocalSearchBox kbd': ['aria-label'],
};
const NAMES = [...new Set(Object.values(WRONG).flat())];

/**
 * The theme calls its search box a button with fields and links inside, and its results options with links inside, which readers of
 * screens cannot enter. It is a dialog with a field and a list of links.
 */
export function mendSearchBox(): void {
  new MutationObserver(() => {
    const box = document.querySelector('.VPLocalSearchBox');
    if (!box) return;
    for (const [where, names] of Object.entries(WRONG))
      for (const element of document.querySelectorAll(where))
        for (const name of names) if (element.hasAttribute(name)) element.removeAttribute(name);
    if (box.getAttribute('role') === 'dialog') return;
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-modal', 'true');
    box.setAttribute('aria-label', 'Search');
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: NAMES });
}
