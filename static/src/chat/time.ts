const hoursAndMinutes = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** Unix seconds as the reader's clock shows them. */
export const clock = (timestamp: number): string => hoursAndMinutes.format(timestamp * 1000);
