/** On a phone the sections are wider than the page: the one we are in is brought into sight. */

export function showCurrent(sections: HTMLElement): void {
  const current = sections.querySelector<HTMLElement>("[aria-current]");
  if (!current) return;
  const { left, width } = current.getBoundingClientRect();
  sections.scrollBy({ left: left + width / 2 - innerWidth / 2, behavior: "instant" });
}
