import ts from 'typescript';

/** Attributes and properties that a person sees or hears. */
const VISIBLE = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'caption',
  'hint',
  'innerText',
  'label',
  'legend',
  'message',
  'placeholder',
  'question',
  'text',
  'textContent',
  'title'
]);

/** What shows its first arguments to a person. */
const SHOWING = /^(Notification\.\w+|showDialog|showErrorMessage|document\.createTextNode|alert)$/;

/** Methods of a bundle, with how many of their first arguments are messages. */
const MESSAGES = new Map([
  ['__', 1],
  ['_n', 2]
]);

/** A message as a translator finds it: with its plural, if it has one. */
export interface IMessage {
  id: string;
  plural?: string;
}

/** What was found in a source. */
export interface IWords {
  /** The messages that go through translation. */
  messages: IMessage[];
  /** Where words reach a person without it, as `name:line: words`. */
  untranslated: string[];
}

/** Look through a source for words that a person sees. */
export function findWords(name: string, source: string): IWords {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: IWords = { messages: [], untranslated: [] };

  function report(node: ts.Node, words: string): void {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.untranslated.push(`${name}:${line + 1}: ${words}`);
  }

  /** Report the words that an expression may come to. */
  function judge(value: ts.Expression | undefined): void {
    for (const literal of value ? literals(value) : []) {
      if (/\p{L}/u.test(literal.text)) {
        report(literal, literal.text.trim());
      }
    }
  }

  function judgeCall(call: ts.CallExpression): void {
    const callee = call.expression;
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
    const count = MESSAGES.get(method);
    if (count) {
      const ids = call.arguments.slice(0, count);
      if (ids.length === count && ids.every(ts.isStringLiteralLike)) {
        const [id, plural] = ids.map(each => each.text);
        found.messages.push({ id, plural });
      } else {
        report(call, 'a message that is no literal');
      }
      call.arguments.slice(count).forEach(judge);
    } else if (SHOWING.test(callee.getText())) {
      call.arguments.forEach(judge);
    } else if (method === 'setAttribute' && isVisible(call.arguments[0])) {
      judge(call.arguments[1]);
    }
  }

  function visit(node: ts.Node): void {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) {
      report(node, node.text.trim());
    } else if (ts.isJsxAttribute(node) && VISIBLE.has(node.name.getText())) {
      const value = node.initializer;
      judge(value && ts.isJsxExpression(value) ? value.expression : value);
    } else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) {
      judge(node.expression);
    } else if (ts.isPropertyAssignment(node) && isVisible(node.name)) {
      judge(node.initializer);
    } else if (isAssignment(node) && ts.isPropertyAccessExpression(node.left)) {
      judge(isVisible(node.left.name) ? node.right : undefined);
    } else if (ts.isCallExpression(node)) {
      judgeCall(node);
    } else if (ts.isStringLiteralLike(node) && isProse(node)) {
      report(node, node.text);
    }
    ts.forEachChild(node, visit);
  }

  visit(file);
  found.untranslated = [...new Set(found.untranslated)];
  return found;
}

function isVisible(name: ts.Node | undefined): boolean {
  return Boolean(name && 'text' in name && VISIBLE.has(name.text as string));
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** The literals that a value may be, or be made of. */
function literals(value: ts.Expression): (ts.LiteralLikeNode & ts.Node)[] {
  if (ts.isStringLiteralLike(value)) {
    return [value];
  }
  if (ts.isTemplateExpression(value)) {
    const spans = value.templateSpans;
    return [value.head, ...spans.flatMap(span => [...literals(span.expression), span.literal])];
  }
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)) {
    return literals(value.expression);
  }
  if (ts.isConditionalExpression(value)) {
    return [...literals(value.whenTrue), ...literals(value.whenFalse)];
  }
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    const either =
      kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
    const sides = either || kind === ts.SyntaxKind.PlusToken ? [value.left] : [];
    const last = sides.length > 0 || kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return [...sides, ...(last ? [value.right] : [])].flatMap(literals);
  }
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements.flatMap(literals);
  }
  // Lists that are joined to one text.
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)) {
    const { name, expression } = value.expression;
    return ['join', 'filter', 'concat'].includes(name.text) ? literals(expression) : [];
  }
  return [];
}

/** What programs read, and who writes programs: errors, classes, schemas, keys of the keyboard. */
const UNSEEN = /^(\w*Error|Token|console\.\w+)$/;
const KEYS = /^(Arrow\w+|Page\w+|Backspace|Delete|End|Enter|Escape|Home|Tab)$/;

/** Whether a literal reads like words for a person, wherever they go. */
function isProse(literal: ts.StringLiteralLike): boolean {
  const { parent } = literal;
  const called =
    ts.isCallExpression(parent) || ts.isNewExpression(parent) ? parent.expression : null;
  const unseen =
    (called && ts.isPropertyAccessExpression(called) && MESSAGES.has(called.name.text)) ||
    (called && UNSEEN.test(called.getText())) ||
    (ts.isPropertyAssignment(parent) &&
      (parent.name === literal || parent.name.getText() === 'description')) ||
    (ts.isJsxAttribute(parent) && !VISIBLE.has(parent.name.getText())) ||
    ts.isImportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent) ||
    KEYS.test(literal.text);
  return !unseen && /^\p{Lu}\p{Ll}|\p{L}{2,} \p{Ll}{2,}/u.test(literal.text);
}
