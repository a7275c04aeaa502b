/** What is loaded when somebody talks: the conversation and the panel that shows it. */

import { render } from "preact";
import type { Attention } from "./attention/attention.ts";
import { Panel } from "./Panel.tsx";
import styles from "./panel.css";
import type { Session } from "./session.ts";

export { speak } from "../words/words.ts";
export { Attention } from "./attention/attention.ts";
export { Session } from "./session.ts";
export { styles };

/** Draws the panel into its place, or, without a session, nothing. */
export function draw(place: Element, session: Session | null, close: () => void, attention?: Attention): void {
  render(session && <Panel session={session} close={close} attention={attention} />, place);
}
