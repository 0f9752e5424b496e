using System.CommandLine;
using Exchange.Audit;
using Exchange.Cli.Audit;
using Exchange.Consent;
using Exchange.Gateway.Hosting;

namespace Exchange.Cli;

/// <summary>
/// Names the installation that a command changes: a data directory that no gateway is running on, or a gateway's configuration, on
/// PostgreSQL beside the gateways.
/// </summary>
internal sealed class InstallationOptions
{
    private readonly Option<DirectoryInfo?> _data = new("--data") { Description = "The gateway's data directory; no gateway may be running on it", HelpName = "DIR" };
    private readonly Option<FileInfo?> _covenant = new("--covenant") { Description = "With --data: the covenant that decides; the sample's when absent", HelpName = "FILE" };
    private readonly Option<FileInfo?> _config = new("--config") { Description = "The gateway's configuration instead; on embedded storage no gateway may be running on it", HelpName = "FILE" };
    private readonly Option<string> _partnership = new("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_covenant);
        command.Add(_config);
        command.Add(_partnership);
    }

    /// <summary>Opens the installation, does something with it and closes it; one that cannot be opened is wrong usage.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="mayBeNew">Whether a data directory that is not there is made.</param>
    /// <param name="work">What to do.</param>
    public async Task<int> UseAsync(ParseResult call, bool mayBeNew, Func<Installation, PartnershipId, Task<int>> work)
    {
        var partnership = call.GetRequiredValue(_partnership);
        if (!PartnershipId.IsValid(partnership))
            return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
        var (data, config) = (call.GetValue(_data), call.GetValue(_config));
        if (data is not null == config is not null)
            return Exit.Unusable(call, "name the gateway's directory with --data, or its configuration with --config.");
        if (config is not null && call.GetValue(_covenant) is not null)
            return Exit.Unusable(call, "the configuration names the covenant: leave out --covenant.");
        if (data is not null && !mayBeNew && !Directory.Exists(data.FullName))
            return Exit.Unusable(call, $"there is no directory {data}.");
        try
        {
            await using var installation = config is not null
                ? await Installation.OpenAsync(LogPlace.Read(config.FullName), partnership, TimeProvider.System)
                : await Installation.OpenAsync(data!.FullName, call.GetValue(_covenant)?.FullName ?? SampleCovenant.Path, partnership, TimeProvider.System);
            return await work(installation, new PartnershipId(partnership));
        }
        catch (Exception e) when (e is ConfigurationException or StoreUnavailableException or InvalidDataException)
        {
            return Exit.Unusable(call, e.Message);
        }
    }
}
