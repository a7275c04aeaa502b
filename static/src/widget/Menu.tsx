/** What else one can do, behind a button: actions, which close it, and switches, which leave it open. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useId } from "../chat/useId.ts";

export function Menu({ label, children }: { label: string; children: ComponentChildren }) {
  const [isOpen, turn] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useOutside(box, isOpen, () => turn(false));
  const leave = () => {
    turn(false);
    button.current?.focus();
  };
  return (
    <div class="menu" ref={box} onKeyDown={isOpen ? (event) => leaveByKey(event, leave, () => turn(false)) : undefined}>
      <button
        class="chat-round head-button"
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        ref={button}
        onClick={() => turn(!isOpen)}
        onKeyDown={(event) => event.key === "ArrowDown" && taken(event) && turn(true)}
      >
        <MoreIcon />
      </button>
      {isOpen && (
        <Items id={id} label={label} leave={leave}>
          {children}
        </Items>
      )}
    </div>
  );
}

interface ItemsProps {
  id: string;
  label: string;
  leave: () => void;
  children: ComponentChildren;
}

function Items({ id, label, leave, children }: ItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => itemsIn(list.current)[0]?.focus(), []);
  const chosen = ({ target }: Event) => (target as Element).closest('[role="menuitem"]') && leave();
  return (
    <div
      class="menu-items"
      role="menu"
      id={id}
      aria-label={label}
      ref={list}
      onClick={chosen}
      onKeyDown={(event) => moveByKey(event, itemsIn(list.current))}
    >
      {children}
    </div>
  );
}

interface MenuItemProps {
  children: ComponentChildren;
  act: () => void;
}

export function MenuItem({ children, act }: MenuItemProps) {
  return (
    <button class="menu-item" type="button" role="menuitem" tabIndex={-1} onClick={act}>
      {children}
    </button>
  );
}

interface MenuSwitchProps {
  label: string;
  isOn: boolean;
  turn: (isOn: boolean) => void;
  /** What it does, or why it cannot. */
  hint?: string;
  isClosed?: boolean;
}

export function MenuSwitch({ label, isOn, turn, hint = "", isClosed = false }: MenuSwitchProps) {
  const id = useId();
  return (
    <button
      class="menu-item"
      type="button"
      role="menuitemcheckbox"
      tabIndex={-1}
      aria-checked={isOn}
      aria-disabled={isClosed}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-hint`}
      onClick={() => !isClosed && turn(!isOn)}
    >
      <span class="menu-name" id={`${id}-name`}>
        {label}
      </span>
      <span class="menu-switch" aria-hidden="true" />
      <span class="menu-hint" id={`${id}-hint`}>
        {hint}
      </span>
    </button>
  );
}

const itemsIn = (list: Element | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
];

/** The key is ours: the panel around it, and the page, do nothing with it. */
function taken(event: KeyboardEvent): true {
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** Tab goes on from the button as if nothing were open. */
function leaveByKey(event: KeyboardEvent, leave: () => void, close: () => void): void {
  if (event.key === "Escape" && taken(event)) leave();
  if (event.key === "Tab") close();
}

function moveByKey(event: KeyboardEvent, items: HTMLElement[]): void {
  const here = items.indexOf(event.target as HTMLElement);
  const places: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 };
  const place = places[event.key];
  if (place !== undefined && taken(event)) items.at(place % items.length)?.focus();
}

/** A click beside it closes it, on the page around the widget, too. */
function useOutside(box: { current: Element | null }, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const look = (event: Event) => box.current && !event.composedPath().includes(box.current) && close();
    document.addEventListener("pointerdown", look);
    return () => document.removeEventListener("pointerdown", look);
  }, [isOpen]);
}

const MoreIcon = (): JSX.Element => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 5.5v.01M12 12v.01M12 18.5v.01" stroke-width="3" />
  </svg>
);
