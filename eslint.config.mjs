import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const GALATA_RULES = Object.keys(jupyter.rules).filter(
  name => name.startsWith('galata-') || name === 'require-soft-assertions-before-snapshots'
);
const SCHEMA_RULES = ['no-schema-enum'];
const SOURCE_RULES = Object.keys(jupyter.rules).filter(
  name => !GALATA_RULES.includes(name) && !SCHEMA_RULES.includes(name)
);

/** Turn rules of the Jupyter plugin on, as errors. */
function on(names) {
  return Object.fromEntries(names.map(name => [`jupyter/${name}`, 'error']));
}

const schemaParser = jupyter.configs.recommended.find(config => config.languageOptions?.parser)
  .languageOptions.parser;

export default tseslint.config(
  {
    ignores: [
      'lib/',
      'dist/',
      'build/',
      '**/node_modules/',
      '.venv/',
      'tiled_jl/',
      'src_ts/core/kernelwords.ts',
      'src_ts/core/protocol.ts',
      'ui-tests/playwright-report/',
      'ui-tests/test-results/'
    ]
  },
  { plugins: { jupyter } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      ...on(SOURCE_RULES),
      // The session is what the other plugins build on, and its own chunk would be a few kB.
      'jupyter/prefer-lazy-imports': ['error', { ignoreImports: ['./kernel'] }],
      ...reactHooks.configs.recommended.rules,
      // Lumino's signals take the receiver beside the method.
      '@typescript-eslint/unbound-method': 'off',
      curly: 'error',
      eqeqeq: 'error',
      'prefer-arrow-callback': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ]
    }
  },
  {
    files: ['**/*.test.{ts,tsx}', 'ui-tests/**/*.ts'],
    rules: {
      ...on(GALATA_RULES),
      // A test's imports load nobody's JupyterLab, and its words are for its readers.
      'jupyter/prefer-lazy-imports': 'off',
      'jupyter/plugin-id-convention': 'off',
      'jupyter/no-untranslated-string': 'off',
      // Playwright's fixtures hand a value over with `use`, which is no hook.
      'react-hooks/rules-of-hooks': 'off'
    }
  },
  {
    files: ['schema/*.json'],
    languageOptions: { parser: schemaParser },
    rules: on(SCHEMA_RULES)
  },
  prettier
);
