#!/usr/bin/env node
/**
 * Stands in for Pulumi's Node language host, which is no Go module: starts the SDK's own runner on the program that
 * `Pulumi.yaml` names.
 */
const { spawn } = require('node:child_process');

const sdk = require.resolve('@pulumi/pulumi');
const grpc = require(require.resolve('@grpc/grpc-js', { paths: [sdk] }));
const { LanguageRuntimeService } = require('@pulumi/pulumi/proto/language_grpc_pb');
const {
  AboutResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  LanguageHandshakeResponse,
  RunResponse,
} = require('@pulumi/pulumi/proto/language_pb');
const { PluginInfo } = require('@pulumi/pulumi/proto/plugin_pb');

const engine = process.argv.at(-1);

/** What the host hands to the runner, as the runner's own command line says it. */
function commandLine(request) {
  const { nodeargs } = request.getInfo().getOptions().toJavaScript();
  const flags = {
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    'dry-run': request.getDryrun(),
    parallel: request.getParallel(),
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
  };
  const given = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  return [
    ...nodeargs.split(' '),
    require.resolve('@pulumi/pulumi/cmd/run'),
    ...given,
    request.getInfo().getEntryPoint(),
  ];
}

function run({ request }, callback) {
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(request.getInfo().getOptions().toJavaScript().typescript),
  };
  // The working directory of the real host is the program's: what nodeargs names is found from there.
  const child = spawn(process.execPath, commandLine(request), {
    cwd: request.getPwd(),
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.on('exit', (code) => {
    const response = new RunResponse();
    // 32: the runner has said what is wrong.
    if (code === 32) response.setBail(true);
    else if (code !== 0) response.setError(`the program ended with ${code}`);
    callback(undefined, response);
  });
}

const answer = (response) => (_, callback) => callback(undefined, response);

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  run,
  handshake: answer(new LanguageHandshakeResponse()),
  getRequiredPlugins: answer(new GetRequiredPluginsResponse()),
  getRequiredPackages: answer(new GetRequiredPackagesResponse()),
  getPluginInfo: answer(new PluginInfo()),
  about: answer(new AboutResponse()),
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // How a plugin tells the CLI where it listens.
  process.stdout.write(`${port}\n`);
});
