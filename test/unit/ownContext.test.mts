import { compileFunction } from 'node:vm';

it('Code can be compiled in the context of the tests with and without options', () => {
	expect(compileFunction('return 1')()).toBe(1);
	expect(compileFunction('return a', ['a'], {})(2)).toBe(2);
});
