using System.Diagnostics;
using Exchange.Audit;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Faults;

/// <summary>No log, no data.</summary>
public sealed class LogFaultTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private Person _lead = null!;
    private string _caseId = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _lead = _gateway.Person("politie", "p.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task LogThatCannotBeWritten_ReleasesNothingAndSaysSo_AndComesBack()
    {
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "exchange.db")};Pooling=False"))
        {
            // Somebody else holds the write lock: readers go on, nothing can be appended.
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var lockIt = other.CreateCommand();
            lockIt.CommandText = "BEGIN IMMEDIATE";
            await lockIt.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RichErrors.RefusalOf(_lead.GetAsync(_lead.Asking("regie", _caseId)))));
            Assert.All(answers, a => Assert.Equal((StatusCode.Unavailable, "LOG_UNAVAILABLE"), (a.Code, a.Reason)));

            // A refusal that cannot be logged is not given either.
            var stranger = _gateway.Person("politie", "p.stranger", "regisseur");
            Assert.Equal("LOG_UNAVAILABLE", (await RichErrors.RefusalOf(stranger.GetAsync(stranger.Asking("regie", _caseId)))).Reason);
        }

        Assert.NotEmpty((await _lead.GetAsync(_lead.Asking("regie", _caseId))).Sections);
        Assert.True(LogVerifier.Verify(Samples.Log(_gateway), _gateway.Partnership, TestContext.Current.CancellationToken).IsSound);
    }

    /// <summary>The disk says no when the log makes itself durable: <c>fsync</c> fails, injected from outside the process.</summary>
    [Fact]
    public async Task DiskThatCannotMakeTheLogDurable_ReleasesNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Assert.SkipUnless(File.Exists("/usr/bin/strace") && OperatingSystem.IsLinux(), "strace is not installed");
        var configuration = Path.Combine(_gateway.Folder, "gateway.json");
        await _gateway.App.StopAsync(cancellation);
        await _gateway.App.DisposeAsync();

        await using var process = await GatewayProcess.StartAsync(configuration, cancellation);
        using var channel = Samples.Channel(_gateway, process.Address, "politie");
        var client = new DossierService.DossierServiceClient(channel);
        Assert.NotEmpty((await client.GetBasisdossierAsync(_lead.Asking("regie", _caseId), _lead.Headers(), cancellationToken: cancellation)).Sections);

        using var strace = Process.Start(new ProcessStartInfo("/usr/bin/strace")
        {
            ArgumentList = { "-f", "-qq", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO", "-p", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            RedirectStandardError = true,
        })!;
        try
        {
            Assert.SkipWhen(strace.WaitForExit(1500), "ptrace is not allowed here");
            var refusal = await RichErrors.RefusalOf(
                client.GetBasisdossierAsync(_lead.Asking("regie", _caseId), _lead.Headers(), cancellationToken: cancellation).ResponseAsync);
            Assert.Equal((StatusCode.Unavailable, "LOG_UNAVAILABLE"), (refusal.Code, refusal.Reason));
        }
        finally
        {
            if (!strace.HasExited)
                strace.Kill(entireProcessTree: false);
            await strace.WaitForExitAsync(CancellationToken.None);
        }
    }
}
