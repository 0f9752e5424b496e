using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Consent;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Clients;

/// <summary>The clients of samples/clients, as a partner's developer runs them: each does the same, in its own language.</summary>
public sealed partial class SampleClientTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private Person _coordinator = null!;
    private string _caseId = "";

    public static TheoryData<string> Languages => ["csharp", "python", "node"];

    private string Evidence => Path.Combine(_gateway.Folder, "evidence.jsonl");

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _coordinator = _gateway.Person("oov", "o.coordinator", "coordinator");
        _caseId = (await _gateway.ImportAsync(CaseState.Signal, Samples.Sections(_gateway.Covenant))).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Client_ContributesSignedAndReadsPageByPage_AndWhatItKeepsIsOnTheLog(string language)
    {
        var (exitCode, output, errors) = await RunAsync(language, _gateway.Address.Port);
        Assert.True(exitCode == 0, errors + output);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Single(lines, line => ContributedLine().IsMatch(line));
        Assert.Equal(
            [
                "page 1: identity of oov, full by article 2.1, for casusoverleg only",
                "page 1: signals of oov, full by article 2.1, for casusoverleg only",
                "page 2: signals of oov, full by article 2.1, for casusoverleg only",
            ],
            lines.Where(line => line.StartsWith("page", StringComparison.Ordinal)));
        Assert.Equal(_gateway.Pki.Parties[_coordinator.Controller].Requests.KeyId, Assert.Single(Of(Entry.EventOneofCase.SectionContributed)).Evidence.Kid);

        // What the client kept and what it printed both lead to the entries, in their order.
        var logged = Of(Entry.EventOneofCase.CasesListed).Concat(Of(Entry.EventOneofCase.SectionContributed)).Concat(Of(Entry.EventOneofCase.DossierRead))
            .Select(e => Convert.ToHexStringLower(e.ResponseHmac.Span)).ToList();
        Assert.Equal(4, logged.Count);
        Assert.Equal(logged, lines.Where(line => line.StartsWith("evidence", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
        var evidence = await File.ReadAllLinesAsync(Evidence, TestContext.Current.CancellationToken);
        Assert.Equal(logged, evidence.Select(Kept));
        Assert.Empty(Reconciliation.Compare(
            Samples.Log(_gateway), _gateway.Partnership, "oov", evidence.Select(KeptReceipt.Parse), _gateway.Entries().Count - logged.Count, _gateway.Entries().Count));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Evidence));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Client_WhoseAnswerWasLost_SendsTheSameAgainAndContributesOnce(string language)
    {
        await using var between = await LostAnswer.StartAsync(_gateway, _coordinator.Controller, "Contribute");
        var (exitCode, output, errors) = await RunAsync(language, between.Port);
        Assert.True(exitCode == 0, errors + output);
        Assert.Equal(2, between.Requests.Count);
        Assert.Single(between.Requests.Distinct());
        var dossier = await _coordinator.GetAsync(_coordinator.Asking("casusoverleg", _caseId, meeting: "meldpunt"));
        Assert.Equal(2, dossier.Sections.Count(s => s.Category == "signals")); // one was there
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Client_ThatIsRefused_SaysTheReason(string language)
    {
        var (exitCode, output, errors) = await RunAsync(language, _gateway.Address.Port, "AAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("CASE_NOT_FOUND", errors, StringComparison.Ordinal);
        Assert.Equal("CASE_NOT_FOUND", _gateway.Entries()[^1].Reason);
        var kept = KeptReceipt.Parse((await File.ReadAllLinesAsync(Evidence, TestContext.Current.CancellationToken))[^1]);
        Assert.Equal(_gateway.Entries().Count - 1, kept.Index);

        (exitCode, _, errors) = await RunAsync(language, _gateway.Address.Port, "no case");
        Assert.Equal(1, exitCode);
        Assert.Contains("FIELD_INVALID", errors, StringComparison.Ordinal);
        Assert.Contains("  case_id: ", errors, StringComparison.Ordinal);
    }

    private static string Kept(string line)
    {
        var kept = JsonNode.Parse(line)!;
        var (nonce, response) = (Convert.FromBase64String((string)kept["nonce"]!), Convert.FromBase64String((string)kept["response"]!));
        return Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(nonce, response));
    }

    private IEnumerable<Entry> Of(Entry.EventOneofCase kind) => _gateway.Entries().Where(e => e.EventCase == kind);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string language, int port, params string[] arguments)
    {
        var pki = Path.Combine(_gateway.Folder, "pki");
        var token = Path.Combine(_gateway.Folder, "token");
        await File.WriteAllTextAsync(token, _coordinator.Token() + "\n", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string>
        {
            ["EXCHANGE_ADDRESS"] = $"localhost:{port}",
            ["EXCHANGE_CA"] = Path.Combine(pki, "ca.pem"),
            ["EXCHANGE_CERT"] = Path.Combine(pki, "clients", _coordinator.Controller + ".pem"),
            ["EXCHANGE_KEY"] = Path.Combine(pki, "clients", _coordinator.Controller + ".key"),
            ["EXCHANGE_SIGNING_KEY"] = Path.Combine(pki, "signing", _coordinator.Controller + ".key"),
            ["EXCHANGE_KID"] = _gateway.Pki.Parties[_coordinator.Controller].Requests.KeyId,
            ["EXCHANGE_TOKEN_FILE"] = token,
            ["EXCHANGE_EVIDENCE"] = Evidence,
            ["EXCHANGE_PROTOS"] = Path.Combine(Repository.Root, "protos"),
            ["PYTHONPATH"] = language == "python" ? await PythonPeer.MakeStubsAsync(_gateway) : "",
        };
        var samples = Path.Combine(Repository.Root, "samples", "clients");
        return language switch
        {
            "csharp" => await ForeignProgram.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Exchange.Client.dll"), .. arguments], "", environment),
            "python" => await ForeignProgram.RunAsync(ForeignProgram.Python, [Path.Combine(samples, "python", "client.py"), .. arguments], "", environment),
            "node" => await ForeignProgram.RunAsync("node", [ForeignProgram.NodeProgram("samples", "clients", "node", "client.js"), .. arguments], "", environment),
            _ => throw new ArgumentOutOfRangeException(nameof(language)),
        };
    }

    [GeneratedRegex("^contributed [A-Za-z0-9_-]{22} version 1$")]
    private static partial Regex ContributedLine();
}
