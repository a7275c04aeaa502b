/**
 * Numbers and sizes as a language writes them. A language is loaded by itself, so nothing in here
 * asks which one is spoken.
 */

type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Says a number in the form that its language has for it: `{n}` is where the number stands. */
export function counting(language: string, forms: Forms): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace("{n}", digits.format(count));
}

const KILO = 1024;

/** A file's size, in the largest unit that it fills. */
export function sizing(language: string): (bytes: number) => string {
  const sized = (size: number, form: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, { style: "unit", ...form }).format(size);
  return (bytes) => {
    if (bytes < KILO) return sized(bytes, { unit: "byte", unitDisplay: "long" });
    if (bytes < KILO * KILO) return sized(bytes / KILO, { unit: "kilobyte", maximumFractionDigits: 0 });
    return sized(bytes / KILO / KILO, { unit: "megabyte", maximumFractionDigits: 1 });
  };
}
