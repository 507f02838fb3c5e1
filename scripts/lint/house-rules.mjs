/**
 * What only this house forbids, as rules of the linter. They look at names, not at types: a renamed import is not
 * found.
 */

/** `new ApiObject(…)` accepts any key, so a misspelt field would compile. */
const typedObjects = {
  create: (context) => ({
    'NewExpression[callee.name="ApiObject"]'(node) {
      context.report({
        node,
        message: 'a bare ApiObject accepts any key; fix: object() of lib/kubernetes/draw/object.ts',
      });
    },
  }),
};

const environments = ['local', 'dev', 'staging', 'production', 'production-aws'];
const namesAnEnvironment = `Literal[value=/^(${environments.join('|')})$/]`;

/** Environments differ by value: what asks for a name works in no environment of anybody else. */
const noEnvironmentNames = {
  create: (context) => ({
    [`BinaryExpression[operator=/^[!=]==?$/] > ${namesAnEnvironment}, SwitchCase > ${namesAnEnvironment}`](node) {
      context.report({
        node,
        message: `lib must not ask for the environment '${node.value}'; fix: a field of the environment that says what differs`,
      });
    },
  }),
};

/** The same environment gives the same bytes: nothing is taken from the clock, from chance or from the process. */
const pure = {
  create: (context) => {
    const report = (node, what) =>
      context.report({
        node,
        message: `lib must not read ${what}; fix: take it as an argument from main.ts, deploy/ or scripts/`,
      });
    return {
      'MemberExpression[object.name="Date"][property.name="now"]': (node) => report(node, 'the clock'),
      'NewExpression[callee.name="Date"][arguments.length=0]': (node) => report(node, 'the clock'),
      'MemberExpression[object.name="performance"]': (node) => report(node, 'the clock'),
      'MemberExpression[object.name="Math"][property.name="random"]': (node) => report(node, 'chance'),
      'MemberExpression[object.name="process"]': (node) => report(node, 'the process'),
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: { 'typed-objects': typedObjects, 'no-environment-names': noEnvironmentNames, pure },
};
