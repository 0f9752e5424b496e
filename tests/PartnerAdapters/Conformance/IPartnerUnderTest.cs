using Exchange.Dossiers;

namespace Exchange.PartnerAdapters.Tests.Conformance;

/// <summary>An adapter with a partner's system at the other end, a real one over real sockets that behaves as it is told.</summary>
internal interface IPartnerUnderTest : IAsyncDisposable
{
    /// <summary>An adapter to a system that behaves like this; the caller disposes of neither.</summary>
    Task<IPartnerAdapter> ConnectAsync(Behaviour behaviour, PatienceOptions? patience = null, TimeProvider? time = null);

    /// <summary>Has the system of the last connection behave otherwise from now on.</summary>
    Task BehaveAsync(Behaviour behaviour);

    /// <summary>Every question that the system saw since the last time: its id, and everything that came with it as text.</summary>
    Task<IReadOnlyList<(string Id, string Everything)>> TakeSeenAsync();
}
