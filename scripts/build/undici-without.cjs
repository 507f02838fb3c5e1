/** Stands for parts of undici that no command uses: HTTP/2, which is off, and the reading of forms. */
const refused = () => {
  throw new Error('this part of undici is not in the package');
};

module.exports = Object.assign(refused, { multipartFormDataParser: refused, validateBoundary: refused });
