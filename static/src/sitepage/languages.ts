/** One may add as many languages as one likes before saving; without a script it is one at a time. */

const NUMBER = /__prefix__/g;
const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

export function addingLanguages(group: HTMLElement): void {
  const pattern = group.querySelector("template");
  const total = group.querySelector<HTMLInputElement>('[name$="-TOTAL_FORMS"]');
  const button = group.querySelector<HTMLButtonElement>("[data-add-language]");
  if (!pattern || !total || !button) return;
  removeUnused(group, total);
  button.hidden = false;
  button.addEventListener("click", () => {
    const added = numbered(pattern.content, total.value);
    total.value = String(Number(total.value) + 1);
    pattern.before(added);
    begin(pattern.previousElementSibling);
  });
  group.addEventListener("input", ({ target }) => target instanceof HTMLInputElement && nameBlock(target));
}

/** The empty block is for who has no scripts. */
function removeUnused(group: HTMLElement, total: HTMLInputElement): void {
  const last = [...group.querySelectorAll<HTMLElement>("[data-language]")].at(-1);
  if (!last || languageIn(last)?.value || last.querySelector(".errors")) return;
  last.remove();
  total.value = String(Number(total.value) - 1);
}

function numbered(pattern: DocumentFragment, number: string): DocumentFragment {
  const made = document.importNode(pattern, true);
  for (const element of made.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) element.setAttribute(name, value.replace(NUMBER, number));
  }
  return made;
}

function begin(block: Element | null): void {
  if (!(block instanceof HTMLDetailsElement)) return;
  block.open = true;
  languageIn(block)?.focus();
}

function nameBlock(field: HTMLInputElement): void {
  const block = field.closest("[data-language]");
  const heading = block?.querySelector("summary span");
  if (!block || !heading || field !== languageIn(block)) return;
  heading.textContent = nameOf(field.value.trim()) || "Add a language";
}

/** German (de), as the server says it; nothing while the tag is none. */
export function nameOf(tag: string): string {
  if (tag === "") return "";
  try {
    const name = names.of(tag);
    return name && name !== tag ? `${name} (${tag})` : tag;
  } catch {
    return tag;
  }
}

export const languageIn = (block: Element): HTMLInputElement | null =>
  block.querySelector<HTMLInputElement>('[name$="-language"]');
