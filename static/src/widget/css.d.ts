/** The build turns a style sheet into text, for `adoptedStyleSheets`. */
declare module "*.css" {
  const text: string;
  export default text;
}
