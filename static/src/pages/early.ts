/** Runs before the first paint, so that a chosen theme never flashes the other one. */

import { recall, show } from "./theme.ts";

show(recall(), document.documentElement);
