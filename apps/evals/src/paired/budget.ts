/** Thrown before a request is sent that could go beyond the budget. */
export class BudgetReached extends Error {
  override readonly name = 'BudgetReached';
}

/** Money of a run in US dollars: what was spent, and what requests under way may still cost. */
export interface Budget {
  readonly spent: number;
  readonly reached: boolean;
  /**
   * Sets aside the most that a request may cost, and returns how to book what it did cost.
   *
   * @throws BudgetReached where that could go beyond the limit; the request is then not to be sent.
   */
  reserve(most: number): (actual: number) => void;
}

/** A budget with a hard limit: the sum of all that was spent and set aside never exceeds it. `before` was spent by an earlier run. */
export function createBudget(limit = Number.POSITIVE_INFINITY, before = 0): Budget {
  let [spent, reserved, reached] = [before, 0, false];
  return {
    get spent() {
      return spent;
    },
    get reached() {
      return reached;
    },
    reserve(most) {
      if (spent + reserved + most > limit) {
        reached = true;
        throw new BudgetReached(
          `$${spent.toFixed(4)} of $${limit} are spent, and the next request may cost $${most.toFixed(4)}.`,
        );
      }
      reserved += most;
      return (actual) => {
        reserved -= most;
        spent += actual;
      };
    },
  };
}
