/**
 * A dot on the page's icon, only where the page asks for it: the picture is a `data:` address, which a strict
 * policy forbids. The icons are the page's: whatever they become meanwhile, we take back only what is ours.
 */

const SIZE = 32;
const DOT = { x: 23, y: 9, radius: 9 };
const RED = "#c81e3a";

export class IconMark {
  #isWanted = false;
  #takeBack = () => {};

  show(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#takeBack();
    this.#takeBack = () => {};
    if (isWanted) void this.#mark();
  }

  async #mark(): Promise<void> {
    const { links, isOurs } = icons();
    const picture = await marked(links.at(-1)?.href ?? "/favicon.ico").catch(() => null); // another server's, or none
    if (!this.#isWanted || picture === null) return;
    const before = links.map((link) => ({ link, href: link.getAttribute("href") ?? "" }));
    for (const link of links) link.setAttribute("href", picture);
    if (isOurs) document.head.append(...links);
    this.#takeBack = () => {
      for (const { link, href } of before) if (link.getAttribute("href") === picture) link.setAttribute("href", href);
      if (isOurs) for (const link of links) link.remove();
    };
  }
}

/** Those of the page, or else one of ours: browsers look at /favicon.ico then. */
function icons(): { links: HTMLLinkElement[]; isOurs: boolean } {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
  if (links.length > 0) return { links, isOurs: false };
  const link = document.createElement("link");
  link.rel = "icon";
  return { links: [link], isOurs: true };
}

async function marked(address: string): Promise<string> {
  const icon = new Image(SIZE, SIZE);
  icon.src = address;
  await icon.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d")!;
  pen.drawImage(icon, 0, 0, SIZE, SIZE);
  pen.fillStyle = RED;
  pen.arc(DOT.x, DOT.y, DOT.radius, 0, 2 * Math.PI);
  pen.fill();
  return canvas.toDataURL();
}
