import { Component, type ComponentChild } from "preact";

type Drawing<Props> = (props: Props) => ComponentChild;

/** The same component, drawn again only when something it is given, or is in a list it is given, is another. */
export function sparing<Props extends object>(draw: Drawing<Props>) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const before: Props = this.props;
      return (Object.keys(next) as (keyof Props)[]).some((name) => !isSame(next[name], before[name]));
    }

    override render() {
      return draw(this.props);
    }
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
