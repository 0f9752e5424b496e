using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Cli;

/// <summary>
/// Records, keys, log and commands of a gateway without its listeners, for what the operator does while no gateway runs. It
/// owns the data directory as a gateway does.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>The partnership that commands work in when none is named.</summary>
    public const string DefaultPartnership = "amsterdam";

    private readonly ServiceProvider _services;
    private readonly PartnershipId _partnership;

    private Installation(ServiceProvider services, PartnershipId partnership)
    {
        _services = services;
        _partnership = partnership;
    }

    /// <summary>The covenant that decides.</summary>
    public Covenant Covenant => _services.GetRequiredService<Partnerships>().Find(_partnership.Value)!;

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _services.GetRequiredService<TimeProvider>();

    /// <summary>Opens the records, making them when they are not there; where no covenant was ever activated in the partnership, this one is.</summary>
    /// <exception cref="ConfigurationException">The covenant cannot be used, or the log not be written.</exception>
    /// <exception cref="StoreUnavailableException">A gateway is running on the records, or they cannot be opened.</exception>
    public static Task<Installation> OpenAsync(string data, string covenant, string partnership, TimeProvider time) => OpenAsync(
        new GatewayOptions { Data = data, Partnerships = { new PartnershipOptions { Id = partnership, Covenant = covenant } } }, partnership, time);

    /// <summary>The same, of what a gateway's configuration says: beside the gateways where they share a database.</summary>
    /// <inheritdoc cref="OpenAsync(string, string, string, TimeProvider)" path="/exception"/>
    public static async Task<Installation> OpenAsync(GatewayOptions options, string partnership, TimeProvider time)
    {
        if (options.Partnerships.All(p => p.Id != partnership))
            throw new ConfigurationException($"the configuration serves no partnership {partnership}.");
        StorageChoice.Validate(options);
        var covenants = CovenantFiles.Load(options.Partnerships);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error))
            .AddSingleton(time)
            .AddSingleton(covenants)
            .AddChosenStores(options)
            .AddCommands()
            .BuildServiceProvider();
        try
        {
            var installation = new Installation(services, new PartnershipId(partnership));
            services.GetRequiredService<DestroyKey>().Replay(installation._partnership);
            var decides = await services.GetRequiredService<BeginCovenant>().HandleAsync(installation._partnership, CancellationToken.None);
            if (decides.Refusal?.Reason == RefusalReason.CovenantUnavailable)
                throw new ConfigurationException("the covenant in force is another than the file: name the file of the one in force, as CovenantService/Get gives it.");
            CovenantActivation.Deciding(installation._partnership, decides);
            CovenantActivation.Prepare(services.GetRequiredService<LogSigning>(), installation._partnership);
            return installation;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes over an active case without a team.</summary>
    public Task<Outcome<Case>> ImportAsync(IReadOnlyList<(string Source, OfferedSection Section)> sections) =>
        _services.GetRequiredService<ImportCase>()
            .HandleAsync(_partnership, Covenant, CaseState.Active, sections, [], CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
