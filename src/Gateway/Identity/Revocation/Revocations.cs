using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Which certificates their CAs took back, by the newest list of each CA. Without a list that counts, nothing is known and
/// every certificate of that CA is refused: no list, an unreadable one, one that the CA did not sign, or one that is too old.
/// </summary>
internal sealed class Revocations
{
    private readonly FrozenDictionary<string, Crl[]> _byIssuer;
    private readonly IReadOnlyList<Crl> _lists;
    private readonly TimeSpan _maxAge;

    public Revocations(IReadOnlyList<Crl> lists, TimeSpan maxAge)
    {
        _lists = lists;
        _maxAge = maxAge;
        _byIssuer = lists.GroupBy(list => Name(list.Issuer.Span)).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>What is known of one certificate, and until when that may be relied on.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuer">The CA that signed it.</param>
    /// <param name="now">The moment.</param>
    public (HandshakeRefusal? Refusal, DateTimeOffset Until) Check(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset now)
    {
        if (Newest(issuer, now) is not { } list || list.Until(_maxAge) < now)
            return (HandshakeRefusal.RevocationUnknown, now);
        return list.Revoked.Contains(Crl.SerialOf(certificate.SerialNumberBytes.Span))
            ? (HandshakeRefusal.Revoked, now)
            : (null, list.Until(_maxAge));
    }

    /// <summary>Whether there is a list by which this CA's certificates can be judged now.</summary>
    public bool Covers(X509Certificate2 issuer, DateTimeOffset now) => Newest(issuer, now) is { } list && list.Until(_maxAge) >= now;

    /// <summary>
    /// These lists, and of the ones known before those that still count and that nothing newer replaces: a file that breaks, goes
    /// away or falls back to an older list does not make anybody forget what is revoked.
    /// </summary>
    public Revocations After(Revocations before, DateTimeOffset now)
    {
        var kept = before._lists.Where(old => old.Until(_maxAge) >= now
            && !old.Signers.All(signer => _lists.Any(list => list.ThisUpdate <= now && list.IsAtLeastAsNewAs(old) && list.IsSignedBy(signer))));
        return new Revocations([.. _lists, .. kept], _maxAge);
    }

    // A list of tomorrow does not hide today's.
    private Crl? Newest(X509Certificate2 issuer, DateTimeOffset now)
    {
        Crl? newest = null;
        foreach (var list in _byIssuer.GetValueOrDefault(Name(issuer.SubjectName.RawData), []))
        {
            if (list.ThisUpdate <= now && list.IsSignedBy(issuer) && (newest is null || list.IsAtLeastAsNewAs(newest)))
                newest = list;
        }
        return newest;
    }

    private static string Name(ReadOnlySpan<byte> encoded) => Convert.ToHexString(encoded);
}
