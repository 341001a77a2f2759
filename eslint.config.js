import js from '@eslint/js';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** Everything that has a docstring where it is exported. */
const DOCUMENTED = [
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'VariableDeclaration',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'src/formats/ready-*checks.ts'] },
  js.configs.recommended,
  {
    rules: {
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // One concept for each file.
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/prefer-readonly-parameter-types': 'off',
      // A default takes what is added later, as an operation that can't be run yet.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
    },
  },
  {
    // The library never prints and never exits: only the command line may.
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', 'process'],
    },
  },
  {
    // An editor shows the docstring of a name wherever the name is used.
    files: ['src/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { FunctionDeclaration: false },
          contexts: DOCUMENTED,
          enableFixer: false,
        },
      ],
      'jsdoc/require-description': [
        'error',
        {
          contexts: [
            'ExportNamedDeclaration:has(> VariableDeclaration)',
            ...DOCUMENTED.map((kind) => `ExportNamedDeclaration > ${kind}`),
          ],
        },
      ],
    },
  },
  {
    // Numeric loops index typed arrays inside bounds they have just computed; a check per
    // element would cost more than the arithmetic it guards.
    files: ['src/{initialization,capacity,evaluation}/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['*.config.js', 'bin/*'],
    languageOptions: { globals: { process: 'readonly' } },
  },
);
