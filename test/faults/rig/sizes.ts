/*
 * How much the fault suite does. Alone on two cores the defaults take less than eight minutes; FAULT_FULL=true takes the
 * long runs at their full length.
 */
const full = process.env.FAULT_FULL === 'true';

/** Times the process is killed on each kind of database. */
export const KILLS = Number(process.env.FAULT_KILLS ?? (full ? 50 : 15));
/** How long the model hangs for everybody. */
export const HANG_MS = full ? 60_000 : 8000;
/** How long the slow readers read. */
export const SLOW_READING_MS = full ? 120_000 : 15_000;
/** The suite's random choices are the same for the same seed. */
export const SEED = Number(process.env.FAULT_SEED ?? 1);
