using System.Collections.Concurrent;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>What the gateway tells its operator names nobody.</summary>
public sealed class LogLineTests
{
    [Fact]
    public async Task LinesOfCallsThatSucceedFailAndBreak_NameNobody()
    {
        using var lines = new Lines();
        await using var gateway = await RunningGateway.StartAsync(logging: l => l.AddProvider(lines));
        var lead = gateway.Person("politie", "p.achternaam", "regisseur");
        var @case = await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.achternaam", Consent.Relation.Lead));
        await lead.GetAsync(lead.Asking("regie", @case.Id.Value));
        await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", Samples.Bsn)));

        // The keys are gone: the section cannot be opened, which is a fault and must be told.
        await using (var keys = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(gateway.DataFolder, "exchange.db")};Pooling=False"))
        {
            await keys.OpenAsync(TestContext.Current.CancellationToken);
            await using var spoil = keys.CreateCommand();
            spoil.CommandText = "UPDATE sections SET content = zeroblob(length(content))";
            await spoil.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("INTERNAL_FAULT", (await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", @case.Id.Value)))).Reason);

        Assert.Contains(lines.All, l => l.Contains("GetBasisdossier", StringComparison.Ordinal));
        foreach (var secret in new[] { Samples.Surname, Samples.Bsn, Samples.Street, "Anna", "p.achternaam", @case.Id.Value })
            Assert.DoesNotContain(lines.All, l => l.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
