/**
 * Rules of this repository for the linter. They look at names, not at types: a renamed import is not found.
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

/** Environments differ by value: code that asks for a name works in no environment of anybody else. */
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

const engines = ['llama-server', 'ollama'];
const namesAnEngine = `Literal[value=/^(${engines.join('|')})$/]`;
/** Fields of a server's plan that only one engine has. */
const fieldsOfOneEngine = ['rollout', 'rolloutMaxUnavailable', 'volumeSize', 'loadTimeout', 'reloadTime'];

/** `origin.from === 'ollama'` asks where a file comes from: the registry of Ollama has the name of the engine. */
const isOrigin = (node) => {
  const other = node?.type === 'ChainExpression' ? node.expression : node;
  return (other?.type === 'MemberExpression' && other.property.name === 'from') || other?.name === 'from';
};

/**
 * An engine is an interface: what differs between engines is in the folder of each, so that a third one needs no change
 * anywhere else.
 */
const noEngineNames = {
  create: (context) => {
    const report = (node, what) =>
      context.report({
        node,
        message: `${what} asks which engine it is; fix: a field or function of the interface Engine, which each engine gives`,
      });
    return {
      [`BinaryExpression[operator=/^[!=]==?$/] > ${namesAnEngine}`](node) {
        const { left, right } = node.parent;
        if (!isOrigin(node === left ? right : left)) report(node, `a comparison with '${node.value}'`);
      },
      [`SwitchCase > ${namesAnEngine}`](node) {
        if (!isOrigin(node.parent.parent.discriminant)) report(node, `case '${node.value}'`);
      },
      [`CallExpression[callee.property.name="includes"] > ${namesAnEngine}`](node) {
        report(node, `includes('${node.value}')`);
      },
      [`BinaryExpression[operator="in"] > Literal[value=/^(${fieldsOfOneEngine.join('|')})$/]`](node) {
        report(node, `'${node.value}' in`);
      },
    };
  },
};

export default {
  meta: { name: 'repository' },
  rules: {
    'typed-objects': typedObjects,
    'no-environment-names': noEnvironmentNames,
    'no-engine-names': noEngineNames,
    pure,
  },
};
