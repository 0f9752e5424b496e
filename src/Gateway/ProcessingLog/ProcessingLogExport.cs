using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Otlp;
using Grpc.Core;
using Grpc.Net.Client;

namespace Exchange.Gateway.ProcessingLog;

/// <summary>
/// Follows the log of every partnership and sends what it holds about data subjects as records of processing. It moves on only when the
/// other side has taken all of a batch: none is lost, none is sampled, and one that is sent again is the same record.
/// </summary>
/// <remarks>
/// OpenTelemetry's own exporter is not used here: it makes ids up, and does not tell when the other side rejects a part.
/// </remarks>
internal sealed partial class ProcessingLogExport(
    Uri endpoint,
    ProcessingLogOptions options,
    Partnerships partnerships,
    ILogStore log,
    ILogCursors cursors,
    TimeProvider time,
    ILogger<ProcessingLogExport> logger) : BackgroundService
{
    /// <summary>The name by which the follower's place is kept.</summary>
    public const string Follower = "processing-log";

    private const int EntriesPerBatch = 256;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ProcessingRecords _records = new(options);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var channel = GrpcChannel.ForAddress(endpoint);
        var other = new TraceService.TraceServiceClient(channel);
        var every = TimeSpan.FromSeconds(options.EverySeconds);
        var pause = every;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var partnership in partnerships.All)
                    await CatchUpAsync(other, partnership, stoppingToken);
                pause = every;
            }
            catch (Exception e) when (e is RpcException or StoreUnavailableException or NotTakenException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;

                // Nothing of the other side's words: whatever it quotes, it quotes of what it was sent.
                LogNotTaken(e is RpcException rpc ? rpc.StatusCode.ToString() : e.GetType().Name);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CatchUpAsync(TraceService.TraceServiceClient other, PartnershipId partnership, CancellationToken cancellation)
    {
        while (true)
        {
            var from = cursors.Read(partnership, Follower);
            var batch = log.Read(partnership, from).Take(EntriesPerBatch).ToList();
            if (batch.Count == 0)
                return;
            var spans = batch.SelectMany(_records.Of).ToList();
            if (spans.Count > 0)
                await SendAsync(other, partnership, spans, cancellation);

            // Another gateway may have sent the same; whoever comes second finds the place moved, and goes on from there.
            cursors.TryMove(partnership, Follower, from, batch[^1].Index + 1);
        }
    }

    private async Task SendAsync(
        TraceService.TraceServiceClient other, PartnershipId partnership, IReadOnlyList<Span> spans, CancellationToken cancellation)
    {
        var request = new ExportTraceServiceRequest
        {
            ResourceSpans =
            {
                new ResourceSpans
                {
                    Resource = new Resource
                    {
                        Attributes =
                        {
                            new KeyValue { Key = "service.name", Value = new AnyValue { StringValue = "exchange-gateway" } },
                            new KeyValue { Key = "exchange.partnership", Value = new AnyValue { StringValue = partnership.Value } },
                        },
                    },
                    ScopeSpans = { new ScopeSpans { Spans = { spans } } },
                },
            },
        };
        var taken = await other.ExportAsync(request, deadline: time.GetUtcNow().Add(AnswerWithin).UtcDateTime, cancellationToken: cancellation);
        if (taken.PartialSuccess is { RejectedSpans: > 0 })
            throw new NotTakenException();
    }

    [LoggerMessage(EventId = 40, EventName = "ProcessingRecordsNotTaken", Level = LogLevel.Error, Message = "Records of processing are not taken ({Fault}); they are sent again until they are.")]
    private partial void LogNotTaken(string fault);

    private sealed class NotTakenException : Exception;
}
