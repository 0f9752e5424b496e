using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;
using Exchange.Gateway.Tests.Harness;
using Exchange.PartnerAdapters.Tests.Harness;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>A configuration of sources that cannot be used stops the start and says what to do.</summary>
public sealed class PartnerSystemsTests : IDisposable
{
    private static readonly PartnershipId Partnership = new(RunningGateway.PartnershipName);
    private readonly PeerCertificates _certificates = new();

    public static TheoryData<string, Action<PartnerSystemOptions>> Mistakes => new()
    {
        { "Gateway:Partnerships", s => s.Partnership = "rotterdam" },
        { "no partner", s => s.Partner = "belastingdienst" },
        { "Address", s => s.Address = "http://localhost:8443" },
        { "Address", s => s.Address = "https://localhost:8443/path" },
        { "Categories", s => s.Categories.Clear() },
        { "Categories", s => s.Categories.Add("belastingen") },
        { "AnswerWithin", s => s.AnswerWithin = TimeSpan.FromMinutes(1) },
        { "AttemptWithin", s => s.AttemptWithin = TimeSpan.FromSeconds(4) },
        { "Retries", s => s.Retries = 6 },
        { "Concurrency", s => s.Concurrency = 0 },
        { "FreshFor", s => s.FreshFor = TimeSpan.Zero },
        { "Pause", s => s.Pause = TimeSpan.Zero },
    };

    [Fact]
    public void Prepare_NoSection_AsksNobody()
    {
        using var systems = PartnerSystems.Prepare(new SourceOptions(), Partnerships(), TimeProvider.System);
        Assert.Empty(systems.Sources.Of(Partnership));
    }

    [Fact]
    public void Prepare_UsableSystem_CanBeAsked()
    {
        using var systems = PartnerSystems.Prepare(Options(Wpi()), Partnerships(), TimeProvider.System);
        var source = Assert.Single(systems.Sources.Of(Partnership));
        Assert.Equal(("wpi", TimeSpan.FromSeconds(3)), (source.Partner, source.AnswerWithin));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Prepare_UnusableValue_StopsTheStart(string named, Action<PartnerSystemOptions> mistake)
    {
        var system = Wpi();
        mistake(system);
        var error = Assert.Throws<ConfigurationException>(() => PartnerSystems.Prepare(Options(system), Partnerships(), TimeProvider.System));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_PartnerTwice_StopsTheStart() =>
        Assert.Throws<ConfigurationException>(() => PartnerSystems.Prepare(Options(Wpi(), Wpi()), Partnerships(), TimeProvider.System));

    [Fact]
    public void Prepare_NoTrustBundle_StopsTheStart()
    {
        var options = Options(Wpi());
        options.TrustBundle = "";
        var error = Assert.Throws<IdentityConfigurationException>(() => PartnerSystems.Prepare(options, Partnerships(), TimeProvider.System));
        Assert.Contains("Sources:TrustBundle", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();

    private static Partnerships Partnerships() => new(new Dictionary<PartnershipId, NamedCovenant>
    {
        [Partnership] = new(Covenant.Load(File.ReadAllBytes(Repository.SampleCovenant)).Covenant!, default),
    });

    private static PartnerSystemOptions Wpi() => new()
    {
        Partnership = Partnership.Value,
        Partner = "wpi",
        Address = "https://localhost:8443",
        Categories = { "workIncome" },
    };

    private SourceOptions Options(params PartnerSystemOptions[] systems)
    {
        var options = new SourceOptions
        {
            TrustBundle = _certificates.Authority,
            ClientCertificate = _certificates.Client.Certificate,
            ClientKey = _certificates.Client.Key,
        };
        foreach (var system in systems)
            options.PartnerSystems.Add(system);
        return options;
    }
}
