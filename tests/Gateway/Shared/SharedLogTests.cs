using System.CommandLine;
using Exchange.Cli;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Shared;

/// <summary>The operator and a stranger look at a log that gateways write on PostgreSQL.</summary>
public sealed class SharedLogTests : IAsyncLifetime
{
    private SharedDatabases _databases = null!;
    private RunningGateway _gateway = null!;

    private string Config => Path.Combine(_gateway.Folder, "gateway.json");

    public async ValueTask InitializeAsync()
    {
        _databases = await SharedDatabases.RentAsync();
        _gateway = await RunningGateway.StartAsync(configure: _databases.Settings);
        var lead = _gateway.Person("politie", "p.lead", "regisseur");
        var known = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        for (var i = 0; i < 3; i++)
        {
            await lead.GetAsync(lead.Asking("regie", known.Id.Value));
            await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", "AAAAAAAAAAAAAAAAAAAAAA")));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _databases.Dispose();
    }

    [Fact]
    public async Task Log_OnPostgres_IsVerifiedProvedAndExportedBesideTheGateway()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_gateway.Folder, "stranger")).FullName;
        string At(string name) => Path.Combine(folder, name);
        var size = _gateway.Entries().Count;
        var kept = await KeepAsync(At("kept"), "head", "--signed", "--config", Config);
        var key = await KeepAsync(At("key"), "key", "--config", Config);
        await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant));
        var proof = await KeepAsync(At("proof"), "prove", "1", "--config", Config);

        Assert.StartsWith($"{size + 1} entries, every hash recomputed", await SaidAsync(0, "verify", "--config", Config), StringComparison.Ordinal);
        Assert.StartsWith($"{size + 1} entries of ", await SaidAsync(0, "export", At("export"), "--config", Config), StringComparison.Ordinal);
        Assert.Contains($"nothing changed of the first {size},", await SaidAsync(0, "verify", At("export"), "--key", key, "--against", kept), StringComparison.Ordinal);
        Assert.StartsWith("entry 1 is in the log", await SaidAsync(0, "verify", proof, "--key", key), StringComparison.Ordinal);
        await SaidAsync(2, "verify", "--config", At("nonexistent"));
        await SaidAsync(2, "verify", "--config", At("key"));
        await SaidAsync(2, "verify", "--config", Config, "--data", folder);
        await SaidAsync(2, "head", "--config", Config, "--partnership", "rotterdam");
    }

    private static async Task<string> KeepAsync(string file, params string[] args)
    {
        await File.WriteAllTextAsync(file, await SaidAsync(0, args), TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task<string> SaidAsync(int exit, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var ended = await Operator.RunAsync(["audit", .. args], new InvocationConfiguration { Output = output, Error = error });
        Assert.True(exit == ended, output.ToString() + error);
        return output.ToString();
    }
}
