/** The tag that brought us here says whose widget this is and where our server lives. */

export interface Embed {
  site: string;
  language?: string | undefined; // of the page, where it says so
  health?: string | undefined; // whether all visitors tell how late messages are: "all"
  badge?: string | undefined; // where unread messages are shown besides: "icon"
  base: string; // the directory of the script: the API and the lazy parts are found from it
}

export function embedOf(script: HTMLScriptElement | SVGScriptElement | null): Embed | null {
  const tag = script instanceof HTMLScriptElement ? script : document.querySelector<HTMLScriptElement>(OURS);
  const site = tag?.dataset["site"];
  if (!tag || !site) return null;
  const { lang: language, health, badge } = tag.dataset;
  return { site, language, health, badge, base: new URL(".", tag.src).href };
}

/** A page's own loader may have put us in without a current script. */
const OURS = 'script[src*="chatbot-widget.js"][data-site]';
