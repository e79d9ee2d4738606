/** Milliseconds the main thread ran; where the system does not say, those of all threads. */
export function ran(): number;
