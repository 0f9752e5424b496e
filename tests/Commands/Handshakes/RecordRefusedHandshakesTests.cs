using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;

namespace Exchange.Commands.Tests.Handshakes;

public sealed class RecordRefusedHandshakesTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Until = new(2026, 11, 22, 8, 1, 0, TimeSpan.Zero);
    private static readonly RefusedConnections Refused = new(HandshakeRefusal.Revoked, 17, Until.AddMinutes(-1), Until);
    private readonly Installation _installation = new();

    [Fact]
    public async Task RecordRefusedHandshakes_Some_AreOneEntryOfTheGatewayItself()
    {
        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => Assert.Null(await RecordAsync())));

        Assert.Null(entry.Caller);
        Assert.Equal(Audit.V1.Outcome.Refused, entry.Outcome);
        Assert.Equal("", entry.Reason);
        Assert.Equal((HandshakeRefusal.Revoked, 17), (entry.HandshakesRefused.Why, entry.HandshakesRefused.Count));
        Assert.Equal((Refused.From, Refused.Until), (entry.HandshakesRefused.From.ToDateTimeOffset(), entry.HandshakesRefused.Until.ToDateTimeOffset()));
    }

    [Fact]
    public async Task RecordRefusedHandshakes_LogUnwritable_SaysSo()
    {
        _installation.Faults.LogUnwritable = true;

        Assert.Equal(RefusalReason.LogUnavailable, (await RecordAsync())?.Reason);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Refusal?> RecordAsync() =>
        _installation.Get<RecordRefusedHandshakes>().HandleAsync(_installation.Partnership, _installation.Covenant, Refused);
}
