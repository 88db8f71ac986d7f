import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// For what is not part of the nodes: sandbox, tests, demo, scripts.
export default tseslint.config(
	{ ignores: ['**/dist/**', '**/node_modules/**', 'coverage/**'] },
	js.configs.recommended,
	...tseslint.configs.strict,
	{
		files: ['**/*.mts'],
		rules: {
			// Indexed access is checked by the compiler; where an index is known to exist, saying so is clearer.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
			],
		},
	},
	{
		files: ['gulpfile.js'],
		languageOptions: {
			sourceType: 'commonjs',
			globals: { require: 'readonly', exports: 'writable' },
		},
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
