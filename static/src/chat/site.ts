/** A site as its widget shows it; names as on the wire. */

import type { Action } from "./message.ts";

export interface Site {
  public_key: string;
  name: string;
  language: string; // of the texts
  texts: { title: string; greeting: string; away: string; placeholder: string };
  colours: { accent: string; header: string };
  position: "left" | "right";
  first_questions: Action[];
  hours: Hours;
  consent: { is_asked: boolean; text: string };
  form: FormQuestions;
  upload_limits: { most_bytes: number; most_files: number; extensions: string[] };
}

/** What the site asks before the chat; the question is one of its own. */
export interface FormQuestions {
  name: Asked;
  email: Asked;
  question: Asked;
  question_text: string;
}

export type Asked = "no" | "optional" | "required";

/** Days and clocks are those of `timezone`. A week without any hours is always open. */
export interface Hours {
  is_open: boolean; // when it was asked
  next_opening: string | null; // null while it is open, or when it will not open for a year
  timezone: string;
  week: Span[];
  special: SpecialDay[];
}

/** A clock as on a wall, "09:00"; as an end "00:00" is the end of the day. */
export interface Span {
  weekday: number; // Monday is 0
  opens: string;
  closes: string;
}

/** Instead of the day's usual hours; without times it is closed. */
export interface SpecialDay {
  date: string;
  opens: string | null;
  closes: string | null;
}
