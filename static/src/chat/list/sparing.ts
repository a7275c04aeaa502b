import { Component, type ComponentChild } from "preact";
import { language } from "../../words/words.ts";

type Drawing<Props> = (props: Props) => ComponentChild;

/**
 * The same component, drawn again only when something it is given, or is in a list it is given, is another,
 * or when another language is spoken.
 */
export function sparing<Props extends object>(draw: Drawing<Props>) {
  return class extends Component<Props> {
    #drawnIn = language;

    override shouldComponentUpdate(next: Props): boolean {
      const before: Props = this.props;
      if (language !== this.#drawnIn) return true;
      return (Object.keys(next) as (keyof Props)[]).some((name) => !isSame(next[name], before[name]));
    }

    override render() {
      this.#drawnIn = language;
      return draw(this.props);
    }
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
