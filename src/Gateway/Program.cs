using System.Net.Sockets;
using Exchange.Audit;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;

// `Exchange.Gateway --probe URL` asks the gateway beside it how it does: health listens on loopback, where only a process of the same
// machine or pod can ask.
if (args is ["--probe", var url])
{
    using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
    try
    {
        using var answer = await client.GetAsync(new Uri(url));
        return answer.IsSuccessStatusCode ? 0 : 1;
    }
    catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException or NotSupportedException or InvalidOperationException)
    {
        return 1;
    }
}

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
catch (Exception e) when (e is ConfigurationException or IdentityConfigurationException or InvalidDataException or StoreUnavailableException
    or IOException or SocketException or UnauthorizedAccessException)
{
    // The last three: an address that is taken or not of this machine, and a file that may not be read.
    Console.Error.WriteLine($"exchange-gateway: {e.Message}");
    return 2;
}
