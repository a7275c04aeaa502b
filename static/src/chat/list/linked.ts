/**
 * Finds the links in what people write. Only addresses that say how they are meant are links: http, https and
 * mailto. All else stays text, as it was written. A text of any kind takes time in proportion to its length.
 */

export interface Link {
  href: string;
  text: string;
}

/** Quotes, brackets of tags, and what cannot be seen end an address, and so do the full stops of East Asia. */
const CANDIDATE = /\b(?:https?:\/\/|mailto:)[^\s\p{C}<>"“”„«»。、，！？；：（）「」『』【】]+/giu;
const PROTOCOLS = ["http:", "https:", "mailto:"];
const PUNCTUATION = ".,;:!?'’*…";
const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

export function linked(text: string): (string | Link)[] {
  const parts: (string | Link)[] = [];
  let end = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const link = linkOf(withoutTail(candidate));
    if (!link) continue;
    parts.push(text.slice(end, index), link);
    end = index + link.text.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

/** The browser's own reading of the address is the one that is checked, and the one that is followed. */
function linkOf(text: string): Link | null {
  if (!URL.canParse(text)) return null;
  const { href, protocol, username, password, pathname } = new URL(text);
  // "https://bank.example@evil.example" goes to the second while one reads the first.
  const isDisguised = username !== "" || password !== "";
  const isNobody = protocol === "mailto:" && !pathname.includes("@");
  return PROTOCOLS.includes(protocol) && !isDisguised && !isNobody ? { href, text } : null;
}

/** What ends the sentence is not the address's, nor is a bracket that was opened before it. */
function withoutTail(address: string): string {
  const surplus = surplusOf(address);
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? "";
    const spare = surplus[last] ?? 0;
    if (spare <= 0 && !PUNCTUATION.includes(last)) break;
    surplus[last] = spare - 1;
  }
  return address.slice(0, end);
}

/** How many brackets of each kind are closed in it without having been opened in it. */
function surplusOf(address: string): Record<string, number> {
  const surplus: Record<string, number> = {};
  for (const [closing, opening] of Object.entries(OPENING)) {
    surplus[closing] = address.split(closing).length - address.split(opening).length;
  }
  return surplus;
}
