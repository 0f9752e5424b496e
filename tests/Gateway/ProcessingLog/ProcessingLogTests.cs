using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.ProcessingLog;
using Exchange.Gateway.Tests.Harness;
using Exchange.Otlp;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.ProcessingLog;

/// <summary>Records of processing reach a real OTLP receiver: each, once or again as the same, and naming nobody who called.</summary>
public sealed class ProcessingLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Records_AreOneForEachSubjectOfEachEntry()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var gateway = await StartAsync(receiver.Address);
        var lead = gateway.Person("politie", "p.achternaam", "regisseur");
        var one = await ImportAsync(gateway);
        var two = await ImportAsync(gateway);
        await lead.GetAsync(lead.Asking("regie", one.Id.Value));
        await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", "nobody")));
        await lead.Dossiers.ListCasesAsync(
            new V1.ListCasesRequest { Partnership = RunningGateway.PartnershipName, ActingRole = "regisseur", Purpose = "regie" },
            lead.Headers(),
            cancellationToken: TestContext.Current.CancellationToken);

        var entries = Entries(gateway);
        var expected = entries.Sum(e => (e.Entry.CaseAndSubject is null ? 0 : 1) + (e.Entry.CasesListed?.Cases.Count ?? 0));
        Assert.Equal(2, Assert.Single(entries, e => e.Entry.CasesListed is not null).Entry.CasesListed.Cases.Count);
        var spans = await receiver.WaitForAsync(expected);

        Assert.Equal(expected, spans.Count);
        Assert.Equal(expected, spans.Select(s => s.SpanId).Distinct().Count());
        var read = Assert.Single(spans, s => s.Name == "DossierRead");
        var entry = Assert.Single(entries, e => e.Entry is { DossierRead: not null, Outcome: Outcome.Released });
        Assert.Equal(entry.Entry.TraceId, Convert.ToHexStringLower(read.TraceId.Span));
        Assert.Equal((ulong)entry.Entry.Time.ToDateTimeOffset().ToUnixTimeMilliseconds(), read.StartTimeUnixNano / 1_000_000);
        Assert.Equal(read.StartTimeUnixNano, read.EndTimeUnixNano);
        Assert.Equal(1, read.Status.Code);
        Assert.Equal("https://register.example/activity/regie", Of(read, "dpl.core.processing_activity_id"));
        Assert.StartsWith(entry.Entry.CaseAndSubject.KeyId + ".", Of(read, "dpl.core.data_subject_id"), StringComparison.Ordinal);
        Assert.Equal(ProcessingRecords.SubjectIdType, Of(read, "dpl.core.data_subject_id_type"));
        Assert.Equal(entry.Index, read.Attributes.Single(a => a.Key == "exchange.log.entry").Value.IntValue);

        // Nobody who called, and nothing of whom it is about.
        string[] secrets = ["p.achternaam", "politie", "regisseur", one.Id.Value, one.Subject.Value, two.Id.Value, Samples.Bsn, Samples.Surname];
        Assert.All(spans, s => Assert.All(secrets, secret => Assert.DoesNotContain(secret, s.ToString(), StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Records_NotTaken_ComeAgainAsTheSameUntilAllAre()
    {
        await using var receiver = await Receiver.StartAsync();
        var faults = new ConcurrentQueue<Fault>([Fault.Fails, Fault.TakesAndFails, Fault.RejectsSome]);
        receiver.Next = () => faults.TryDequeue(out var fault) ? fault : Fault.None;
        await using var gateway = await StartAsync(receiver.Address);
        await ImportAsync(gateway);

        var expected = Entries(gateway).Count(e => e.Entry.CaseAndSubject is not null);
        Assert.Equal(1, expected);
        await WaitUntilMovedAsync(gateway);
        var spans = await receiver.WaitForAsync(expected);
        Assert.Empty(faults);
        Assert.Equal((2, 4), (spans.Count, receiver.Seen)); // taken, but not known to be; and taken
        Assert.Equal(spans[0], spans[1]);
    }

    [Fact]
    public async Task Records_AfterARestart_GoOnWhereTheyWere()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var gateway = await StartAsync(receiver.Address);
        await ImportAsync(gateway);
        await receiver.WaitForAsync(1);
        await WaitUntilMovedAsync(gateway);

        receiver.Next = () => Fault.Fails;
        await ImportAsync(gateway);
        await gateway.RestartAsync();
        receiver.Next = () => Fault.None;

        var spans = await receiver.WaitForAsync(2);
        Assert.Equal(2, spans.Count);
        Assert.Equal(2, spans.Select(s => s.SpanId).Distinct().Count());
    }

    [Theory]
    [InlineData("somewhere", "ProcessingLog:Endpoint")]
    [InlineData("http://logboek.example:4317", "ProcessingLog:Endpoint must be https")]
    [InlineData("https://logboek.example:4317", "ProcessingLog:OtherActivity")]
    public async Task ConfigurationThatCannotBeUsed_StopsTheStartWithASentence(string endpoint, string sentence)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => RunningGateway.StartAsync(
            configure: c => c[ProcessingLogOptions.Section] = new JsonObject { ["Endpoint"] = endpoint }));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PurposeWithoutActivity_StopsTheStart()
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => RunningGateway.StartAsync(configure: c => c[ProcessingLogOptions.Section] =
            new JsonObject { ["Endpoint"] = "https://logboek.example", ["OtherActivity"] = "https://register.example/other" }));
        Assert.Contains("for purpose", refused.Message, StringComparison.Ordinal);
    }

    private static Task<RunningGateway> StartAsync(Uri receiver) => RunningGateway.StartAsync(configure: c => c[ProcessingLogOptions.Section] = new JsonObject
    {
        ["Endpoint"] = receiver.ToString(),
        ["EverySeconds"] = 1,
        ["OtherActivity"] = "https://register.example/other",
        ["Activities"] = new JsonObject(Consent.Covenant.Load(File.ReadAllBytes(Repository.SampleCovenant)).Covenant!.Purposes.Select(p =>
            new KeyValuePair<string, JsonNode?>(p, "https://register.example/activity/" + p))),
    });

    private static Task<Dossiers.Case> ImportAsync(RunningGateway gateway) => gateway.ImportAsync(
        Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.achternaam", Consent.Relation.Lead));

    private static List<(long Index, Entry Entry)> Entries(RunningGateway gateway) =>
        [.. gateway.App.Services.GetRequiredService<ILogStore>().Read(gateway.Partnership, 0).Select(l => (l.Index, Entry.Parser.ParseFrom(l.Leaf.Span)))];

    private static async Task WaitUntilMovedAsync(RunningGateway gateway)
    {
        var size = gateway.App.Services.GetRequiredService<ILogStore>().ReadHead(gateway.Partnership).Size;
        using var tooLong = new CancellationTokenSource(Patience);
        while (gateway.App.Services.GetRequiredService<ILogCursors>().Read(gateway.Partnership, ProcessingLogExport.Follower) < size)
            await Task.Delay(50, tooLong.Token);
    }

    private static string Of(Span span, string key) => span.Attributes.Single(a => a.Key == key).Value.StringValue;

    private enum Fault
    {
        None,
        Fails,
        TakesAndFails,
        RejectsSome,
    }

    /// <summary>An OTLP receiver over gRPC, that sometimes fails.</summary>
    private sealed class Receiver : TraceService.TraceServiceBase, IAsyncDisposable
    {
        private readonly ConcurrentQueue<Span> _taken = new();
        private int _seen;
        private WebApplication? _app;

        public Func<Fault> Next { get; set; } = () => Fault.None;

        public int Seen => _seen;

        public Uri Address => new(_app!.Urls.Single());

        public static async Task<Receiver> StartAsync()
        {
            var receiver = new Receiver();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
            builder.Services.AddGrpc();
            builder.Services.AddSingleton(receiver);
            receiver._app = builder.Build();
            receiver._app.MapGrpcService<Receiver>();
            await receiver._app.StartAsync();
            return receiver;
        }

        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            var spans = request.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans).ToList();
            Interlocked.Add(ref _seen, spans.Count);
            var fault = Next();
            if (fault == Fault.Fails)
                throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, ""));
            if (fault == Fault.RejectsSome)
                return Task.FromResult(new ExportTraceServiceResponse { PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = 1 } });
            foreach (var span in spans)
                _taken.Enqueue(span);
            return fault == Fault.TakesAndFails
                ? throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, ""))
                : Task.FromResult(new ExportTraceServiceResponse());
        }

        /// <summary>Waits until at least so many were taken for good; gives all.</summary>
        public async Task<IReadOnlyList<Span>> WaitForAsync(int count)
        {
            using var tooLong = new CancellationTokenSource(Patience);
            while (_taken.Count < count || Seen == 0)
                await Task.Delay(50, tooLong.Token);
            return [.. _taken];
        }

        public async ValueTask DisposeAsync()
        {
            await _app!.StopAsync();
            await _app.DisposeAsync();
        }
    }
}
