/** A button that copies the text of the element it names in `data-copies`. */

const BACK_AFTER_MS = 2500;

export function copyButton(button: HTMLButtonElement): void {
  const source = document.getElementById(button.dataset["copies"] ?? "");
  const label = button.textContent ?? "";
  if (!source) return;
  const say = (words: string) => {
    button.textContent = words;
    setTimeout(() => (button.textContent = label), BACK_AFTER_MS);
  };
  button.addEventListener("click", () => {
    copy(source).then(
      () => say("Copied"),
      () => say("Select it and copy"),
    );
  });
  button.hidden = false;
}

/** Outside https the clipboard is closed to scripts: then the text is at least selected. */
async function copy(source: HTMLElement): Promise<void> {
  getSelection()?.selectAllChildren(source);
  await navigator.clipboard.writeText(source.innerText.trim());
}
