using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;

// The gateway as a process of its own: `Exchange.Gateway CONFIGURATION.json`.
if (args.Length != 1 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("exchange-gateway: name one configuration file; `exchange pki dev` makes one to begin with.");
    return 2;
}

try
{
    var configuration = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(args[0])).AddEnvironmentVariables("EXCHANGE_").Build();
    await using var gateway = GatewayHost.Build(configuration, TimeProvider.System);
    await gateway.StartAsync();
    var (grpc, health) = GatewayHost.Addresses(gateway);
    Console.WriteLine($"exchange-gateway: listening on {grpc} and for health on {health}");
    await gateway.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is ConfigurationException or IdentityConfigurationException or InvalidDataException)
{
    Console.Error.WriteLine($"exchange-gateway: {e.Message}");
    return 2;
}
