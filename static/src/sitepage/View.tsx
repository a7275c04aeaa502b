/** How one wants to see the widget: open or not, with somebody there or not, by day or by night, in which language. */

import { nameOf } from "./languages.ts";

const STATES = {
  here: "Somebody is there",
  away: "Nobody is there",
  consent: "It asks for consent",
  closed: "It is closed",
};
const THEMES = { light: "Light", dark: "Dark" };

export interface View {
  state: keyof typeof STATES;
  theme: keyof typeof THEMES;
  language: string;
}

interface ViewChoiceProps {
  view: View;
  languages: string[];
  choose: (change: Partial<View>) => void;
}

export function ViewChoice({ view, languages, choose }: ViewChoiceProps) {
  const names = Object.fromEntries(languages.map((language) => [language, nameOf(language)]));
  return (
    <div class="site-view">
      <Choice label="When" words={STATES} chosen={view.state} choose={(state) => choose({ state })} />
      <Choice label="Theme" words={THEMES} chosen={view.theme} choose={(theme) => choose({ theme })} />
      {languages.length > 1 && (
        <Choice label="Language" words={names} chosen={view.language} choose={(language) => choose({ language })} />
      )}
    </div>
  );
}

interface ChoiceProps<Key extends string> {
  label: string;
  words: Record<Key, string>;
  chosen: Key;
  choose: (key: Key) => void;
}

/** Without a name: what is chosen here is not sent with the form. */
const Choice = <Key extends string>({ label, words, chosen, choose }: ChoiceProps<Key>) => (
  <label class="site-choice">
    {label}
    <select value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value as Key)}>
      {Object.entries<string>(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </select>
  </label>
);
