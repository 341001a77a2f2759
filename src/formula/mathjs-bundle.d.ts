/**
 * The single-file build of mathjs, of which only the parser is used. It comes without types of
 * its own; these describe the part of a parsed tree that formulas are read from.
 */
declare module 'mathjs/lib/browser/math.js' {
  interface ParsedConstant {
    readonly type: 'ConstantNode';
    readonly value: unknown;
  }

  interface ParsedSymbol {
    readonly type: 'SymbolNode';
    readonly name: string;
  }

  interface ParsedParenthesis {
    readonly type: 'ParenthesisNode';
    readonly content: ParsedNode;
  }

  interface ParsedOperator {
    readonly type: 'OperatorNode';
    readonly op: string;
    readonly args: readonly ParsedNode[];
    /** A product without a sign, as in `2 x`. */
    readonly implicit: boolean;
    toString(): string;
  }

  interface ParsedCall {
    readonly type: 'FunctionNode';
    readonly fn: ParsedNode;
    readonly args: readonly ParsedNode[];
  }

  interface ParsedOther {
    readonly type:
      | 'AccessorNode'
      | 'ArrayNode'
      | 'AssignmentNode'
      | 'BlockNode'
      | 'ConditionalNode'
      | 'FunctionAssignmentNode'
      | 'IndexNode'
      | 'ObjectNode'
      | 'RangeNode'
      | 'RelationalNode';
  }

  /** A node of a parsed expression. */
  export type ParsedNode =
    ParsedConstant | ParsedSymbol | ParsedParenthesis | ParsedOperator | ParsedCall | ParsedOther;

  const mathjs: {
    /** @throws Error, usually a SyntaxError, when the text is no expression */
    parse(text: string): ParsedNode;
  };
  export default mathjs;
}
