import { compileFormula, type Formula } from '../../src/formula/compile-formula.ts';

/** The variables of the formulas under test. */
export const VARIABLES = ['attention', 'feedForward', 'embedding'] as const;

/** A formula over these variables; throws where it is refused. */
export function compiled(text: string): Formula<(typeof VARIABLES)[number]> {
  const formula = compileFormula(text, VARIABLES);
  if (!formula.ok) throw new Error(formula.reason);
  return formula.value;
}
