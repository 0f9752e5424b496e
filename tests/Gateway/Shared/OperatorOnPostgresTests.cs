using System.CommandLine;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Cli;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Shared;

/// <summary>What the operator changes by <c>--config</c>, beside a gateway on PostgreSQL.</summary>
public sealed class OperatorOnPostgresTests : IAsyncLifetime
{
    private SharedDatabases _databases = null!;
    private RunningGateway _gateway = null!;

    private string Config => Path.Combine(_gateway.Folder, "gateway.json");

    public async ValueTask InitializeAsync()
    {
        _databases = await SharedDatabases.RentAsync();
        _gateway = await RunningGateway.StartAsync(configure: _databases.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _databases.Dispose();
    }

    [Fact]
    public async Task Import_BesideTheGateway_MakesCasesThatItServes()
    {
        var persons = Path.Combine(_gateway.Folder, "persons.json");
        await File.WriteAllTextAsync(persons, """[{"burgerservicenummer":"999990019"},{"burgerservicenummer":"123456789"}]""", TestContext.Current.CancellationToken);
        var before = _gateway.Entries().Count;

        Assert.StartsWith("1 imported, 1 reported (ordinal 2:", await SaidAsync(0, "import", "brp-personas", persons, "--config", Config), StringComparison.Ordinal);

        Assert.Contains(_gateway.Entries().Skip(before), e => e.CaseOpened is { Imported: true });
        await SaidAsync(2, "import", "brp-personas", persons, "--config", Config, "--data", _gateway.Folder);
        await SaidAsync(2, "import", "brp-personas", persons, "--config", Config, "--partnership", "rotterdam");
        await SaidAsync(2, "import", "brp-personas", persons);
    }

    [Fact]
    public async Task DestroyRotateAndReindex_BesideTheGateway_AreOnItsLog()
    {
        var closed = await _gateway.App.Services.GetRequiredService<ImportCase>().HandleAsync(
            _gateway.Partnership, _gateway.Covenant, CaseState.Closed, Samples.Sections(_gateway.Covenant), [], TestContext.Current.CancellationToken);

        await SaidAsync(0, "keys", "destroy", $"--case={closed.Value!.Id}", "--reason", "order", "--config", Config);
        await SaidAsync(0, "audit", "rotate-key", "--config", Config);
        Assert.EndsWith(" entries indexed anew\n", (await SaidAsync(0, "audit", "reindex", "--config", Config)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        await SaidAsync(0, "audit", "verify", "--state", "--config", Config);

        var entries = _gateway.Entries();
        Assert.Equal(KeyDestroyed.Types.Why.Ordered, entries.Single(e => e.KeyDestroyed is not null).KeyDestroyed.Why);
        Assert.Single(entries, e => e.SigningKeyMade is not null);
        Assert.True(LogVerifier.Verify(Samples.Log(_gateway), _gateway.Partnership, TestContext.Current.CancellationToken).IsSound);
    }

    private static async Task<string> SaidAsync(int exit, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var ended = await Operator.RunAsync(args, new InvocationConfiguration { Output = output, Error = error });
        Assert.True(exit == ended, output.ToString() + error);
        return output.ToString();
    }
}
