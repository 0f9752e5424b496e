using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Whom the gateway trusts, as its files say at one moment: a CA of the bundle vouches for the certificate, and no CA on the way
/// took its word back. Never changed; <see cref="CurrentTrust"/> puts another in its place.
/// </summary>
internal sealed class Trust(TrustBundle bundle, Revocations revocations, TimeProvider clock)
{
    // A caller that is refused again and again must not keep us building chains.
    private static readonly TimeSpan RefusalsLast = TimeSpan.FromSeconds(5);

    // Per connection: Kestrel gives each its own instance.
    private readonly ConditionalWeakTable<X509Certificate2, Judgement> _judged = [];

    public TrustBundle Bundle => bundle;

    public Revocations Revocations => revocations;

    /// <summary>Whether this client certificate counts now. Worked out once per connection, and again when time has passed.</summary>
    /// <param name="certificate">The certificate that the client proved to hold the key of.</param>
    /// <param name="sent">What the client sent along: tried as links, never trusted.</param>
    public Judgement Judge(X509Certificate2 certificate, IEnumerable<X509Certificate2>? sent = null)
    {
        var now = clock.GetUtcNow();
        if (_judged.TryGetValue(certificate, out var judgement) && now <= judgement.Until)
            return judgement;
        judgement = Judge(certificate, sent, now);
        _judged.AddOrUpdate(certificate, judgement);
        return judgement;
    }

    /// <summary>The CAs of the bundle whose certificates are all refused now, for want of a revocation list that counts.</summary>
    public IEnumerable<string> WithoutList()
    {
        var now = clock.GetUtcNow();
        return bundle.Authorities.Where(authority => !revocations.Covers(authority, now)).Select(authority => authority.Subject).Order(StringComparer.Ordinal);
    }

    private Judgement Judge(X509Certificate2 certificate, IEnumerable<X509Certificate2>? sent, DateTimeOffset now)
    {
        var path = bundle.FindPath(certificate, sent);
        if (path.Refusal is not null)
            return new Judgement(path.Refusal, now + RefusalsLast, []);
        var until = path.Links.Min(link => new DateTimeOffset(link.NotAfter.ToUniversalTime()));

        // Each link by its issuer's list. Nobody is above the root: it goes by being taken out of the bundle.
        foreach (var (link, issuer) in path.Links.Zip(path.Links.Skip(1)))
        {
            var (refusal, known) = revocations.Check(link, issuer, now);
            if (refusal is not null)
                return new Judgement(refusal, now + RefusalsLast, []);
            if (known < until)
                until = known;
        }
        return new Judgement(null, until, [.. path.Links.Skip(1).SkipLast(1)]);
    }
}
