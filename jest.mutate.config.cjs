/** The tests of the rules alone: what a mutation run repeats for every mutant. */
module.exports = { ...require('./jest.config.cjs'), roots: ['<rootDir>/test/rules'] };
