using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// Now and then, and once more when the gateway stops, puts on every partnership's log how many connections were refused: at most
/// one entry per reason each time. What cannot be written is added to the next.
/// </summary>
internal sealed partial class HandshakeReports : BackgroundService
{
    private readonly Dictionary<PartnershipId, Pending> _pending = [];
    private readonly SemaphoreSlim _one = new(1);
    private readonly RefusedHandshakes _refused;
    private readonly Partnerships _partnerships;
    private readonly RecordRefusedHandshakes _record;
    private readonly TimeSpan _every;
    private readonly TimeProvider _clock;
    private readonly ILogger<HandshakeReports> _logger;
    private DateTimeOffset _since;

    public HandshakeReports(
        RefusedHandshakes refused,
        Partnerships partnerships,
        RecordRefusedHandshakes record,
        TimeSpan every,
        TimeProvider clock,
        ILogger<HandshakeReports> logger)
    {
        (_refused, _partnerships, _record, _every, _clock, _logger) = (refused, partnerships, record, every, clock, logger);
        _since = clock.GetUtcNow();
    }

    /// <summary>Writes what was counted since the last time.</summary>
    public async Task ReportAsync()
    {
        await _one.WaitAsync();
        try
        {
            var until = _clock.GetUtcNow();
            var counts = _refused.Take();
            foreach (var partnership in _partnerships.All)
            {
                if (!_pending.TryGetValue(partnership, out var pending))
                    _pending[partnership] = pending = new Pending(_since);
                pending.Add(counts, _since);
                await pending.WriteAsync(partnership, _partnerships.Find(partnership.Value)!, _record, until);
            }
            _since = until;
        }
        finally
        {
            _one.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryReportAsync();
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryReportAsync();
    }

    private async Task TryReportAsync()
    {
        try
        {
            await ReportAsync();
        }
        catch (Exception fault)
        {
            LogFault(fault.GetType().FullName ?? "", fault.TargetSite?.Name ?? "");
        }
    }

    [LoggerMessage(EventId = 30, EventName = "HandshakeReportFault", Level = LogLevel.Error, Message = "Refused connections could not be put on the log: {Fault} in {Place}")]
    private partial void LogFault(string fault, string place);

    /// <summary>What one partnership's log has not been told yet.</summary>
    private sealed class Pending(DateTimeOffset since)
    {
        private readonly SortedDictionary<HandshakeRefusal, long> _counts = [];
        private DateTimeOffset _since = since;

        public void Add(IReadOnlyList<(HandshakeRefusal Reason, long Count)> counts, DateTimeOffset from)
        {
            if (_counts.Count == 0)
                _since = from;
            foreach (var (reason, count) in counts)
                _counts[reason] = _counts.GetValueOrDefault(reason) + count;
        }

        public async Task WriteAsync(PartnershipId partnership, Covenant covenant, RecordRefusedHandshakes record, DateTimeOffset until)
        {
            foreach (var (reason, count) in _counts.ToList())
            {
                if (await record.HandleAsync(partnership, covenant, new RefusedConnections(reason, count, _since, until)) is null)
                    _counts.Remove(reason);
            }
        }
    }
}
