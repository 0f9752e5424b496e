namespace Exchange.Gateway.Identity;

/// <summary>
/// The trust that counts from now on. Handshakes and calls each take it once, so that none is judged by half of the old and half
/// of the new.
/// </summary>
internal sealed class CurrentTrust(TrustBundle bundle, Revocations revocations, TimeProvider clock)
{
    private volatile Trust _trust = new(bundle, revocations, clock);

    public Trust Value => _trust;

    /// <summary>Other CAs vouch. One caller at a time.</summary>
    public void Replace(TrustBundle other) => _trust = new Trust(other, _trust.Revocations, clock);

    /// <summary>Newer lists tell what is revoked. One caller at a time.</summary>
    public void Replace(Revocations newer) => _trust = new Trust(_trust.Bundle, newer.After(_trust.Revocations, clock.GetUtcNow()), clock);
}
