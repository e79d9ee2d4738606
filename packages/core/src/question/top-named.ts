const LEAST = 3;
const MOST = 50;
const TOP =
  /\b(?:top|first|last|latest|largest|biggest|slowest|highest|lowest|best|worst|most \w+)\s+(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+)?(?:largest|biggest|slowest|fastest|highest|lowest|latest|newest|oldest|most|least|best|worst|smallest|longest|cheapest)\b/i;
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How many of the largest, first or latest a question asks for (`top 5`), at least three. */
export function topNamed(query: string): number {
  const found = TOP.exec(query.slice(0, 8000));
  const count = (found?.[1] ?? found?.[2])?.toLowerCase();
  if (count === undefined) return LEAST;
  return Math.max(LEAST, Math.min(MOST, Number(count) || NUMBERS.indexOf(count)));
}
