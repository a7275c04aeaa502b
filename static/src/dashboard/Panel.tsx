/** The frames of the page Realtime. */

import type { ComponentChildren } from "preact";

export function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="rt-panel" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export interface TableProps {
  title: string;
  headers: string[];
  children: ComponentChildren;
}

/** Scrolls by itself, so that the page never does sideways; by keyboard as well. */
export function Table({ title, headers, children }: TableProps) {
  return (
    <div class="rt-scroll" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table>
        <thead>
          <tr>
            {headers.map((header) => (header ? <th key={header}>{header}</th> : <td key="" />))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
