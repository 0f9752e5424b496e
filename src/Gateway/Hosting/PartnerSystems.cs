using System.Collections.Frozen;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Gateway.Identity;
using Exchange.PartnerAdapters;

namespace Exchange.Gateway.Hosting;

/// <summary>The partners' systems that the configuration names, ready to be asked. What cannot be used stops the start.</summary>
internal sealed class PartnerSystems : IDisposable
{
    private readonly List<PartnerSystemAdapter> _adapters = [];

    private PartnerSystems()
    {
    }

    /// <summary>The systems, by partnership.</summary>
    public Sources Sources { get; private set; } = Sources.None;

    /// <summary>Reads the files and checks every value; connects to nobody yet.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used; the message says what to do.</exception>
    /// <exception cref="IdentityConfigurationException">A certificate, key or trust bundle cannot be used.</exception>
    public static PartnerSystems Prepare(SourceOptions options, Partnerships partnerships, TimeProvider time)
    {
        var systems = new PartnerSystems();
        if (options.PartnerSystems.Count == 0)
            return systems;

        var tls = PartnerTls.Load(options.TrustBundle, options.ClientCertificate, options.ClientKey, time);
        var sources = new Dictionary<PartnershipId, IReadOnlyList<Source>>();
        foreach (var partnership in options.PartnerSystems.GroupBy(s => s.Partnership, StringComparer.Ordinal))
        {
            var covenant = partnerships.Find(partnership.Key)
                ?? throw new ConfigurationException("Sources:PartnerSystems names a partnership that Gateway:Partnerships does not.");
            if (partnership.Count() > Sources.MaxPerPartnership)
                throw new ConfigurationException($"Sources:PartnerSystems names more than {Sources.MaxPerPartnership} systems for {partnership.Key}.");
            if (partnership.DistinctBy(s => s.Partner, StringComparer.Ordinal).Count() != partnership.Count())
                throw new ConfigurationException($"Sources:PartnerSystems names a partner of {partnership.Key} twice.");
            sources.Add(new PartnershipId(partnership.Key), [.. partnership.Select(s => systems.Prepare(s, covenant, tls, time))]);
        }

        systems.Sources = new Sources(sources);
        return systems;
    }

    public void Dispose() => _adapters.ForEach(a => a.Dispose());

    private Source Prepare(PartnerSystemOptions system, Covenant covenant, PartnerTls tls, TimeProvider time)
    {
        if (!covenant.Partners.TryGetValue(system.Partner, out var partner))
            throw new ConfigurationException($"Sources:PartnerSystems names '{system.Partner}', which is no partner in the covenant of {system.Partnership}.");
        if (!Uri.TryCreate(system.Address, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.PathAndQuery != "/")
            throw Wrong("Address", "https://, a host and perhaps a port");
        if (system.Categories.Count == 0 || !system.Categories.All(covenant.Categories.ContainsKey))
            throw Wrong("Categories", "at least one category of the covenant, and no other name");
        Require(system.AnswerWithin, 0.1, 30, "AnswerWithin", "0.1 to 30 seconds");
        Require(system.AttemptWithin, 0.1, system.AnswerWithin.TotalSeconds, "AttemptWithin", "0.1 seconds to AnswerWithin");
        Require(system.FreshFor, 1, TimeSpan.FromDays(365).TotalSeconds, "FreshFor", "a second to 365 days");
        Require(system.Pause, 0.5, 3600, "Pause", "half a second to an hour");
        if (system.Retries is < 0 or > 5)
            throw Wrong("Retries", "0 to 5");
        if (system.Concurrency is < 1 or > 1000)
            throw Wrong("Concurrency", "1 to 1000");

        var adapter = new PartnerSystemAdapter(
            address,
            tls.To(covenant.Controllers[partner.Controller].Oin),
            new PatienceOptions { Attempt = system.AttemptWithin, Retries = system.Retries, Concurrency = system.Concurrency, Pause = system.Pause },
            time);
        _adapters.Add(adapter);
        return new Source(system.Partner, adapter, system.Categories.ToFrozenSet(StringComparer.Ordinal), system.AnswerWithin, system.FreshFor);

        void Require(TimeSpan value, double least, double most, string setting, string expected)
        {
            if (value.TotalSeconds < least || value.TotalSeconds > most)
                throw Wrong(setting, expected);
        }

        ConfigurationException Wrong(string setting, string expected) =>
            new($"Sources:PartnerSystems: {setting} of {system.Partner} must be {expected}.");
    }
}
