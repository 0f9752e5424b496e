using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Telemetry;
using Exchange.Gateway.Tests.Harness;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Telemetry;

/// <summary>What leaves over OTLP tells how the gateway does, and nothing about anybody.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task TracesMetricsAndLogs_ReachTheCollectorAndNameNobody()
    {
        await using var collector = await Collector.StartAsync();
        const string Smuggled = "smuggled-in-a-header";
        string caseId;
        await using (var gateway = await RunningGateway.StartAsync(configure: c => c[TelemetryOptions.Section] = new JsonObject
        {
            [nameof(TelemetryOptions.Endpoint)] = collector.Address.ToString(),
            [nameof(TelemetryOptions.Protocol)] = "http/protobuf",
            [nameof(TelemetryOptions.MetricsEverySeconds)] = 1,
        }))
        {
            var lead = gateway.Person("politie", "p.achternaam", "regisseur");
            var known = await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.achternaam", Consent.Relation.Lead));
            caseId = known.Id.Value;

            // A call that succeeds, with everything a caller can put in a trace of its own.
            var headers = lead.Headers();
            headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            headers.Add("tracestate", "vendor=" + Smuggled);
            headers.Add("baggage", "who=" + Smuggled);
            headers.Add("user-agent", Smuggled);
            await lead.Dossiers.GetBasisdossierAsync(
                lead.Asking("regie", caseId), headers, cancellationToken: TestContext.Current.CancellationToken);

            // One that is refused, one on a method that is not there, and one that breaks inside.
            await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", Samples.Bsn)));
            var unknown = new Method<V1.GetBasisdossierRequest, V1.GetBasisdossierRequest>(
                MethodType.Unary, Samples.Surname, Samples.Bsn, V1Marshaller, V1Marshaller);
            await Assert.ThrowsAsync<RpcException>(async () => await gateway.Channel(lead.Controller).CreateCallInvoker()
                .AsyncUnaryCall(unknown, null, new CallOptions(lead.Headers()), lead.Asking("regie", caseId)));
            await Spoil(gateway);
            Assert.Equal("INTERNAL_FAULT", (await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", caseId)))).Reason);
        }

        // Stopped: everything that waited was sent.
        var (traces, metrics, logs) = (collector.Of("traces"), collector.Of("metrics"), collector.Of("logs"));
        Assert.Contains("exchange.v1.DossierService/GetBasisdossier", traces, StringComparison.Ordinal);
        Assert.Contains("CASE_NOT_FOUND", traces, StringComparison.Ordinal);
        Assert.Contains("rpc.server.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("exchange.log.append.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("exchange.log.batch.size", metrics, StringComparison.Ordinal);
        Assert.Contains("CommandFault", logs, StringComparison.Ordinal);

        // The caller's own trace is followed by its ids, as bytes.
        Assert.Contains(collector.All(), b => b.AsSpan().IndexOf(Convert.FromHexString("4bf92f3577b34da6a3ce929d0e0e4736")) >= 0);
        string[] secrets = [Samples.Surname, Samples.Bsn, Samples.Street, "Anna", "p.achternaam", caseId, Smuggled, "127.0.0.1"];
        Assert.All(collector.All(), body =>
        {
            var text = Encoding.UTF8.GetString(body);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Theory]
    [InlineData("somewhere", "grpc", 15, "Telemetry:Endpoint")]
    [InlineData("http://collector:4317", "smoke", 15, "Telemetry:Protocol")]
    [InlineData("http://collector:4317", "grpc", 0, "Telemetry:MetricsEverySeconds")]
    public void ConfigurationThatCannotBeUsed_StopsTheStartWithASentence(string endpoint, string protocol, int seconds, string word)
    {
        var options = new TelemetryOptions { Endpoint = endpoint, Protocol = protocol, MetricsEverySeconds = seconds };
        Assert.Contains(word, Assert.Throws<ConfigurationException>(() => options.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectorThatIsNotThere_KeepsNobodyWaiting()
    {
        await using var gateway = await RunningGateway.StartAsync(configure: c => c[TelemetryOptions.Section] = new JsonObject
        {
            [nameof(TelemetryOptions.Endpoint)] = "http://127.0.0.1:9",
        });
        var lead = gateway.Person("politie", "p.lead", "regisseur");
        var known = await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        Assert.NotEmpty((await lead.GetAsync(lead.Asking("regie", known.Id.Value))).Sections);
    }

    private static Marshaller<V1.GetBasisdossierRequest> V1Marshaller { get; } = Marshallers.Create(
        m => Google.Protobuf.MessageExtensions.ToByteArray(m), V1.GetBasisdossierRequest.Parser.ParseFrom);

    private static async Task Spoil(RunningGateway gateway)
    {
        await using var records = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(gateway.DataFolder, "exchange.db")};Pooling=False");
        await records.OpenAsync(TestContext.Current.CancellationToken);
        await using var spoil = records.CreateCommand();
        spoil.CommandText = "UPDATE sections SET content = zeroblob(length(content))";
        await spoil.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
