/** The first letters of the first and the last name, of one name its first, in any script. */
export function initials(name: string): string {
  const words = name.split(/[\s\p{P}]+/u).filter((word) => word !== "");
  const named = words.length > 1 ? [words[0], words.at(-1)] : words;
  return named.map((word) => Array.from(word ?? "")[0]?.toLocaleUpperCase() ?? "").join("");
}
