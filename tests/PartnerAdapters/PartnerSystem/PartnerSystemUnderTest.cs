using Exchange.Dossiers;
using Exchange.PartnerAdapters.Tests.Conformance;
using Exchange.PartnerAdapters.Tests.Harness;

namespace Exchange.PartnerAdapters.Tests.PartnerSystem;

/// <summary>The adapter for <c>exchange.partner.v1</c> with a peer in another language.</summary>
internal sealed class PartnerSystemUnderTest(Func<PeerCertificates, (string Certificate, string Key), Task<PeerProcess>> start) : IPartnerUnderTest
{
    // Past the handshake, and well within an answer of 64 KiB.
    private const int MiddleOfTheAnswer = 24 * 1024;

    private readonly PeerCertificates _certificates = new();
    private readonly List<IDisposable> _opened = [];
    private PeerProcess? _peer;

    public async Task<IPartnerAdapter> ConnectAsync(Behaviour behaviour, PatienceOptions? patience = null, TimeProvider? time = null)
    {
        _peer = await start(_certificates, behaviour switch
        {
            Behaviour.HasAnExpiredCertificate => _certificates.Server(until: TimeProvider.System.GetUtcNow().AddDays(-1)),
            Behaviour.IsSomebodyElse => _certificates.Server(PeerCertificates.OtherOin),
            _ => _certificates.Server(),
        });
        await BehaveAsync(behaviour);
        var port = _peer.Port;
        switch (behaviour)
        {
            case Behaviour.IsDown:
                await _peer.DisposeAsync();
                _peer = null;
                break;
            case Behaviour.SpeaksSomethingElse:
                port = _peer.ForeignPort;
                break;
            case Behaviour.CutsOff:
                var proxy = new CuttingProxy(port, MiddleOfTheAnswer);
                _opened.Add(proxy);
                port = proxy.Port;
                break;
        }

        return Connect(port, behaviour == Behaviour.HasAnotherName ? "127.0.0.1" : "localhost", patience, time);
    }

    public Task BehaveAsync(Behaviour behaviour) => _peer!.BehaveAsync(behaviour switch
    {
        Behaviour.FindsNothing => "finds-nothing",
        Behaviour.Refuses => "refuses",
        Behaviour.AnswersFromOldData => "old",
        Behaviour.Hangs => "hangs",
        Behaviour.CutsOff => "long",
        Behaviour.SendsGarbage => "garbage",
        Behaviour.SendsTooMuch => "too-much",
        Behaviour.AnswersAboutAnother => "another-person",
        Behaviour.AnswersAnotherField => "unasked-field",
        Behaviour.AnswersAnotherCategory => "unasked-category",
        Behaviour.AnswersABadCode => "bad-code",
        Behaviour.AnswersFromTheFuture => "from-the-future",
        Behaviour.IsUnavailableOnce => "unavailable-once",
        Behaviour.IsUnavailable => "unavailable",
        Behaviour.Fails => "fails",
        _ => "answers",
    });

    /// <summary>An adapter to a peer that behaves in a way of this protocol only; on its foreign port when asked.</summary>
    public async Task<IPartnerAdapter> ConnectAsync(string behaviour, bool foreign = false)
    {
        _peer = await start(_certificates, _certificates.Server());
        await _peer.BehaveAsync(behaviour);
        return Connect(foreign ? _peer.ForeignPort : _peer.Port, "localhost", null, null);
    }

    public async Task<IReadOnlyList<(string Id, string Everything)>> TakeSeenAsync() =>
        _peer is null ? [] : [.. (await _peer.TakeSeenAsync()).Select(q => ((string)q["id"]!, q.ToJsonString()))];

    /// <summary>Who the peer says has asked, and how large the questions were.</summary>
    public async Task<IReadOnlyList<(string Caller, string[] Metadata)>> TakeCallersAsync() =>
        [.. (await _peer!.TakeSeenAsync()).Select(q => ((string)q["caller"]!, q["metadata"]!.AsArray().Select(m => (string)m!).ToArray()))];

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(o => o.Dispose());
        if (_peer is not null)
            await _peer.DisposeAsync();
        _certificates.Dispose();
    }

    private PartnerSystemAdapter Connect(int port, string host, PatienceOptions? patience, TimeProvider? time)
    {
        // Time enough on a busy machine, unless the test is about time.
        var adapter = new PartnerSystemAdapter(
            new Uri($"https://{host}:{port}"),
            _certificates.Tls(time: time),
            patience ?? new PatienceOptions { Attempt = TimeSpan.FromSeconds(15) },
            time ?? TimeProvider.System);
        _opened.Add(adapter);
        return adapter;
    }
}
