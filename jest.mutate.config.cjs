/** The tests of the rules alone, which a mutation run repeats for every mutant: without those that ask every rule about everything. */
module.exports = { ...require('./jest.config.cjs'), roots: ['<rootDir>/test/rules'], testPathIgnorePatterns: ['/node_modules/', 'everything.test.ts'] };
