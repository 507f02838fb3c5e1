/** What the bundle has of undici: its fetch and its agent of proxies, without mocks, caches, sockets and cookies. */
const Dispatcher = require('undici/lib/dispatcher/dispatcher');

// The agent connects to its proxy by this method, which undici's entry adds.
Dispatcher.prototype.connect = require('undici/lib/api/api-connect');

exports.fetch = require('undici/lib/web/fetch').fetch;
exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent');
